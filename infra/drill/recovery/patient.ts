import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type pg from 'pg';
import { createTestStack, execute, type Ran, type TestStack } from '../../e2e/kit.ts';
import { writeRecordedDays } from '../../e2e/recorded-days.ts';
import type { StackOutputs } from '../../outputs.ts';
import { connectTo, type DatabaseRole, pidOf } from '../access.ts';
import { isSoWithin } from '../wait.ts';
import { Writer } from './writer.ts';

/** The zone that the drilled stack has prices of. */
export const zone = 'SE3';

/** A stack of the drill's own, to be broken; its backups lie outside of its data. */
export interface Patient {
  stack: TestStack;
  backups: string;
  /** As of now: a stack that was rebuilt has others. */
  outputs(): Promise<StackOutputs>;
  /** A connection to the stack's database. */
  connect(role: DatabaseRole): Promise<pg.Client>;
  /** @param apiUrl the API of the stack when left out */
  newWriter(apiUrl?: string): Promise<Writer>;
  /** Ends a service the hard way, and waits until it is gone: what answers afterwards is another process. */
  kill(service: string): Promise<void>;
  /** Asks a service to end, as a deployment does. */
  terminate(service: string): Promise<void>;
  /** Has a service and all its processes stand still, so that it takes connections and answers nothing. @returns what ends that */
  pause(service: string): Promise<() => void>;
  /** `npm run pipeline -- <name>` on the stack. */
  pipeline(name: string, args?: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ran>;
  close(): Promise<void>;
}

/** Variables that lead pipelines to another database than that of the stack: a drill shall not touch it. */
const noOtherStack = Object.fromEntries(
  ['DATABASE_URL', 'OWNER_DATABASE_URL', 'REDIS_URL', 'BACKUP_TO', 'BACKUP_KEY', 'STACK'].map((name) => [
    name,
    '',
  ]),
);

/** @param dataFolder where its data goes, when not into a folder of its own */
export async function openPatient(
  progress: (what: string) => void,
  dataFolder: string | null = null,
): Promise<Patient> {
  const folder = mkdtempSync(join(tmpdir(), 'eo-recovery-'));
  const backups = join(folder, 'backups');
  const recorded = writeRecordedDays(join(folder, 'recorded'), zone);
  const settings = {
    'prices:feeds': 'replay',
    'prices:replayDir': recorded,
    'prices:defaultZone': zone,
    'backups:to': backups,
    ...(dataFolder ? { 'electricity-optimizer:dataDir': dataFolder } : {}),
  };
  const stack = await createTestStack(settings, { environment: noOtherStack });
  const close = async (): Promise<void> => {
    await stack.remove();
    rmSync(folder, { recursive: true, force: true });
  };
  const connect = async (role: DatabaseRole) => connectTo(stack, await stack.outputs(), role);
  const pipeline: Patient['pipeline'] = (name, args = [], env = {}) =>
    execute('npm', ['run', '--silent', 'pipeline', '--', name, '--stack', stack.name, ...args], {
      ...stack.env,
      ...env,
    });
  try {
    progress('brings a stack of its own up');
    await stack.up();
    await stack.syncRecorded(zone, recorded);
    return {
      stack,
      backups,
      outputs: () => stack.outputs(),
      connect,
      newWriter: async (apiUrl) =>
        new Writer(apiUrl ?? (await stack.outputs()).apiUrl ?? '', () => connect('application'), zone),
      kill: async (service) => killed(await pidOf(stack, service)),
      terminate: async (service) => void process.kill(await pidOf(stack, service), 'SIGTERM'),
      pause: async (service) => paused(await pidOf(stack, service)),
      pipeline,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Children first when it goes on, so that the parent finds them alive. */
async function paused(pid: number): Promise<() => void> {
  const pids = [pid, ...(await descendantsOf(pid))];
  for (const one of pids) signalIfThere(one, 'SIGSTOP');
  return () => {
    for (const one of pids.reverse()) signalIfThere(one, 'SIGCONT');
  };
}

/** A connection may have ended by itself, and what stands still may have been taken for dead by who looks after it. */
function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function descendantsOf(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    pairs.flatMap(([child = 0, its]) => (its === parent ? [child, ...below(child)] : []));
  return below(pid);
}

async function killed(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  const isGone = (): boolean => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  };
  if (!(await isSoWithin(10_000, isGone)))
    throw new Error(`Process ${pid} did not end within 10 s of SIGKILL.`);
}

/**
 * How long it takes until something is so again, in seconds.
 *
 * @throws Error naming it when it is not within two minutes
 */
export async function secondsUntil(
  what: string,
  isSo: () => Promise<boolean>,
  sinceMs = Date.now(),
): Promise<number> {
  const isBack = await isSoWithin(120_000, () => isSo().catch(() => false));
  if (!isBack) throw new Error(`${what} was not so within 120 s.`);
  return (Date.now() - sinceMs) / 1000;
}

export const answersWith200 = async (url: string): Promise<boolean> =>
  (await fetch(url, { signal: AbortSignal.timeout(2_000) })).status === 200;
