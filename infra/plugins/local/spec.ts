import { createHash } from 'node:crypto';

/** A process that the supervisor keeps up. The same value describes it in Pulumi, on the socket and on disk. */
export interface ProcessSpec {
  /** Unique in the stack. */
  name: string;
  /** Absolute path of a program, or one on PATH. */
  command: string;
  args: string[];
  /** Made when it does not exist. */
  cwd: string;
  /** The whole environment, besides PATH, HOME, USER, LANG, TZ and TMPDIR, which come from the supervisor. */
  env: Record<string, string>;
  /** Piped in at each start, for instance a configuration with a password; null for nothing. */
  stdin: string | null;
  /** Written below `cwd` at each start, for the supervisor's user only: relative path → content. */
  files?: Record<string, string>;
  replicas: number;
  /** Replica i gets `PORT = port + i`; null for a process that does not listen. */
  port: number | null;
  /** How to tell that it works: an HTTP path that answers 2xx, a port that accepts; null: it stays alive. */
  health: { kind: 'http'; path: string } | { kind: 'tcp' } | null;
  /** How long a start may take before the deployment fails. */
  healthTimeoutSeconds: number;
  /** Resident memory at which a replica is restarted, in MiB; null for no limit. */
  memoryLimitMb: number | null;
  stopSignal: 'SIGTERM' | 'SIGINT';
  /** After this the whole process group is killed. */
  stopTimeoutSeconds: number;
  /** Processes that this one needs: they start before and stop after it. */
  dependsOn: string[];
  logFile: string;
  /** Unprivileged user to run as; null for the supervisor's own. */
  runAs: { uid: number; gid: number } | null;
  /** Changes when the code of the process did, so that it is restarted. */
  revision: string;
}

export type ReplicaState = 'starting' | 'healthy' | 'unhealthy' | 'backing-off' | 'stopped';

export interface ReplicaStatus {
  pid: number | null;
  port: number | null;
  state: ReplicaState;
  /** ISO instant. */
  startedAt: string | null;
  /** Times it was started again since it was put under supervision. */
  restarts: number;
  /** How it ended last, e.g. "exit code 1" or "SIGKILL"; null when it never did. */
  lastExit: string | null;
  rssBytes: number | null;
}

export interface ProcessStatus {
  name: string;
  /** The worst state of its replicas. */
  state: ReplicaState;
  replicas: ReplicaStatus[];
  /** {@link specHash} of what is running. */
  specHash: string;
}

/** A fingerprint of a spec that does not depend on the order of its keys. */
export function specHash(spec: ProcessSpec): string {
  return createHash('sha256').update(canonical(spec)).digest('hex').slice(0, 16);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}
