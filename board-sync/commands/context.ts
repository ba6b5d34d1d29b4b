import type { Readable, Writable } from 'node:stream';
import { type Config, readConfig, readEnvironment } from '../config.ts';
import { fileLog, type Log } from '../coordination/log.ts';
import { type RequestQueue, requestQueue } from '../coordination/queue.ts';
import { type StateFolder, stateFolder } from '../coordination/state-folder.ts';
import { type Clock, systemClock } from '../http/clock.ts';
import { type Surroundings, surroundings } from '../places.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';

/** What the shell gives to a command. */
export interface Shell {
  cwd: string;
  env: NodeJS.ProcessEnv;
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean };
  stdin?: Readable;
  clock?: Clock;
}

/** What every command has at hand. */
export interface Context {
  shell: Shell;
  workspace: Workspace;
  folder: StateFolder;
  queue: RequestQueue;
  log: Log;
  clock: Clock;
  /** Data for standard output: one document with `--json`, else text for people. */
  print: (text: string, json: object) => void;
  /** Progress and hints on standard error. */
  note: (text: string) => void;
}

export function openContext(shell: Shell, json: boolean): Context {
  const workspace = openWorkspace(shell.cwd, shell.env);
  const folder = stateFolder(workspace.stateFolder);
  return {
    shell,
    workspace,
    folder,
    queue: requestQueue(folder.queue),
    log: fileLog(folder.log),
    clock: shell.clock ?? systemClock,
    print: (text, document) => void shell.stdout.write(`${json ? JSON.stringify(document) : text}\n`),
    note: (text) => void shell.stderr.write(`${text}\n`),
  };
}

/** Reads the config and the environment: what a command needs that speaks to services. */
export function openSurroundings({ workspace, folder, clock }: Context, configFile?: string): Surroundings {
  const config: Config = readConfig(workspace.folder, configFile);
  return surroundings({ workspace, config, environment: readEnvironment(workspace.env), folder, clock });
}
