import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalError } from '../errors.ts';
import type { ProcessSpec, ReplicaState, ReplicaStatus } from '../spec.ts';
import { Backoff } from './backoff.ts';
import { writeFiles } from './files.ts';
import { isHealthy } from './health.ts';
import { openLog, rotate, sizeOf, tail } from './log-file.ts';
import { isRunning, residentBytes, signalGroup, signalProcess, startTimeOf } from './process-info.ts';

/** What outlives the supervisor, so that its successor takes running processes over instead of doubling them. */
export interface ReplicaRecord {
  pid: number;
  startTime: string | null;
  startedAt: string;
  restarts: number;
}

/** Where a replica's output goes: its own log file, or (in the foreground) a callback a line. */
export type Output = { kind: 'file' } | { kind: 'lines'; onLine: (name: string, line: string) => void };

const probeWhileStartingMs = 100;
const probeMs = 3_000;
const pollAdoptedMs = 300;
/** A process without a health check counts as working when it has lived this long. */
const settledMs = 300;
/** Ends before the first healthy answer after which a deployment gives up (about 6 s of back-off). */
const hopelessAfterExits = 7;
const inherited = ['PATH', 'HOME', 'USER', 'LANG', 'TZ', 'TMPDIR'];

/** One running copy of a process: starts it, watches it, starts it again when it ends, until it is stopped. */
export class Replica {
  readonly port: number | null;
  #state: ReplicaState = 'starting';
  #child: ChildProcess | null = null;
  #record: ReplicaRecord | null = null;
  #restarts = 0;
  #exits = 0;
  #lastExit: string | null = null;
  #stopping = false;
  #failedProbes = 0;
  #logOffset: number;
  #timer: NodeJS.Timeout | null = null;
  readonly #backoff = new Backoff();

  constructor(
    readonly spec: ProcessSpec,
    readonly index: number,
    readonly output: Output,
    /** Called when the record that must be persisted changed. */
    readonly onChange: () => void,
  ) {
    this.port = spec.port === null ? null : spec.port + index;
    this.#logOffset = sizeOf(this.logFile);
  }

  get logFile(): string {
    return this.index === 0 ? this.spec.logFile : this.spec.logFile.replace(/(\.log)?$/, `-${this.index}$1`);
  }

  get record(): ReplicaRecord | null {
    return this.#record;
  }

  get status(): ReplicaStatus {
    const { pid = null, startedAt = null } = this.#record ?? {};
    return {
      pid,
      port: this.port,
      state: this.#state,
      startedAt,
      restarts: this.#restarts,
      lastExit: this.#lastExit,
      rssBytes: pid === null ? null : residentBytes(pid),
    };
  }

  /** Starts it, or takes over the process that an earlier supervisor left running. */
  start(left: ReplicaRecord | null = null): void {
    this.#restarts = left?.restarts ?? 0;
    if (left && isRunning(left.pid, left.startTime)) this.#adopt(left);
    else this.#spawn();
  }

  /**
   * Waits until it is healthy.
   *
   * @throws LocalError with the end of its log when it is not within the time of its spec, or keeps ending
   */
  async untilHealthy(): Promise<void> {
    const deadline = Date.now() + this.spec.healthTimeoutSeconds * 1000;
    while (this.#state !== 'healthy') {
      if (this.#exits >= hopelessAfterExits) throw this.#failure(`keeps ending (${this.#lastExit})`);
      if (Date.now() > deadline) {
        const last = this.#lastExit ? `, it last ended with ${this.#lastExit}` : '';
        throw this.#failure(`was not healthy within ${this.spec.healthTimeoutSeconds} s${last}`);
      }
      if (this.#stopping) throw this.#failure('was stopped while it started');
      await sleep(50);
    }
  }

  /** Ends it: the stop signal, and after the spec's time SIGKILL to everything it started. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#timer) clearTimeout(this.#timer);
    const record = this.#record;
    if (record && isRunning(record.pid, record.startTime)) {
      signalProcess(record.pid, this.spec.stopSignal);
      const deadline = Date.now() + this.spec.stopTimeoutSeconds * 1000;
      while (isRunning(record.pid, record.startTime) && Date.now() < deadline) await sleep(25);
      signalGroup(record.pid, 'SIGKILL');
      while (isRunning(record.pid, record.startTime)) await sleep(25);
    }
    this.#state = 'stopped';
    this.#record = null;
    this.onChange();
  }

  #failure(what: string): LocalError {
    const where = this.port === null ? '' : ` (port ${this.port})`;
    const lines = this.output.kind === 'file' ? tail(this.logFile, this.#logOffset) : '';
    const log = lines ? ` The end of its log:\n${lines}` : ' Its log is empty.';
    return new LocalError(`${this.spec.name}${where} ${what}.${log}\nThe whole log: ${this.logFile}`);
  }

  #spawn(): void {
    const { command, args, cwd, files = {}, runAs, stdin } = this.spec;
    this.#state = 'starting';
    let log: number | null = null;
    try {
      mkdirSync(cwd, { recursive: true });
      writeFiles(cwd, files);
      log = this.output.kind === 'file' ? openLog(this.logFile) : null;
      const stream = log ?? 'pipe';
      this.#child = spawn(command, args, {
        cwd,
        env: this.#environment(),
        detached: true,
        stdio: [stdin === null ? 'ignore' : 'pipe', stream, stream],
        ...(runAs ? { uid: runAs.uid, gid: runAs.gid } : {}),
      });
      this.#watchChild(this.#child, Date.now());
    } catch (error) {
      this.#ended(error instanceof Error ? error.message : String(error), 0);
    } finally {
      if (log !== null) closeSync(log);
    }
  }

  #environment(): NodeJS.ProcessEnv {
    const own = inherited.flatMap((name) =>
      process.env[name] === undefined ? [] : [[name, process.env[name]]],
    );
    const port = this.port === null ? {} : { PORT: String(this.port) };
    return { ...Object.fromEntries(own), ...this.spec.env, ...port };
  }

  #watchChild(child: ChildProcess, startedMs: number): void {
    let done = false;
    const end = (how: string): void => {
      if (done) return;
      done = true;
      this.#ended(how, Date.now() - startedMs);
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`));
    child.stdin?.on('error', () => {});
    child.stdin?.end(this.spec.stdin);
    if (this.output.kind === 'lines') {
      const { onLine } = this.output;
      for (const stream of [child.stdout, child.stderr]) {
        if (stream) createInterface({ input: stream }).on('line', (line) => onLine(this.spec.name, line));
      }
    }
    if (child.pid === undefined) return;
    this.#record = {
      pid: child.pid,
      startTime: startTimeOf(child.pid),
      startedAt: new Date(startedMs).toISOString(),
      restarts: this.#restarts,
    };
    this.onChange();
    this.#scheduleProbe(probeWhileStartingMs);
  }

  #adopt(left: ReplicaRecord): void {
    this.#record = left;
    this.#scheduleProbe(0);
    const startedMs = Date.parse(left.startedAt);
    const poll = (): void => {
      if (this.#stopping || this.#record !== left) return;
      if (isRunning(left.pid, left.startTime)) setTimeout(poll, pollAdoptedMs);
      else this.#ended('an unknown exit', Date.now() - startedMs);
    };
    poll();
  }

  #ended(how: string, aliveMs: number): void {
    this.#lastExit = how;
    this.#exits += 1;
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#record) signalGroup(this.#record.pid, 'SIGKILL'); // What it started and left behind.
    this.#record = null;
    if (this.#stopping) return;
    this.#state = 'backing-off';
    this.#restarts += 1;
    this.onChange();
    this.#timer = setTimeout(() => this.#spawn(), this.#backoff.delayAfterExit(aliveMs));
  }

  #scheduleProbe(delayMs: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#probe(), delayMs);
  }

  async #probe(): Promise<void> {
    const record = this.#record;
    if (!record || this.#stopping) return;
    const settled = Date.now() - Date.parse(record.startedAt) >= settledMs;
    const healthy = (this.spec.health !== null || settled) && (await isHealthy(this.spec.health, this.port));
    if (this.#record !== record || this.#stopping) return;
    this.#failedProbes = healthy ? 0 : this.#failedProbes + 1;
    if (healthy) {
      this.#state = 'healthy';
      this.#exits = 0;
    } else if (this.#state === 'healthy' && this.#failedProbes >= 2) this.#state = 'unhealthy';
    if (this.output.kind === 'file') rotate(this.logFile);
    this.#enforceMemoryLimit(record.pid);
    this.#scheduleProbe(this.#state === 'starting' ? probeWhileStartingMs : probeMs);
  }

  #enforceMemoryLimit(pid: number): void {
    const limit = this.spec.memoryLimitMb;
    const used = residentBytes(pid);
    if (limit === null || used === null || used <= limit * 2 ** 20) return;
    console.error(
      `${this.spec.name} (pid ${pid}) uses ${Math.round(used / 2 ** 20)} MB of ${limit} MB: restarting it`,
    );
    signalProcess(pid, this.spec.stopSignal);
    setTimeout(
      () => this.#record?.pid === pid && signalGroup(pid, 'SIGKILL'),
      this.spec.stopTimeoutSeconds * 1000,
    );
  }
}
