import { Writable } from 'node:stream';
import type Docker from 'dockerode';
import { engine } from './engine.ts';
import { serviceLabel, stackLabel } from './labels.ts';

/** A container of a stack as the engine sees it. */
export interface RunningContainer {
  id: string;
  service: string;
  /** What the engine says of its health, else of its state: healthy, starting, unhealthy, running, exited … */
  state: string;
  /** ISO instant; null when it does not run. */
  startedAt: string | null;
  /** Times the engine started it again. */
  restarts: number;
}

/** The containers of a stack, stopped ones too. @throws what the engine, or its absence, answers */
export async function containersOf(stack: string): Promise<RunningContainer[]> {
  const listed = await engine.listContainers({ all: true, filters: { label: [`${stackLabel}=${stack}`] } });
  const found = await Promise.all(listed.map(({ Id }) => engine.getContainer(Id).inspect()));
  return found.map(describe).sort((a, b) => a.service.localeCompare(b.service));
}

function describe({ Id, State, Config, RestartCount }: Docker.ContainerInspectInfo): RunningContainer {
  const health = State.Running ? State.Health?.Status : undefined;
  return {
    id: Id,
    service: Config.Labels[serviceLabel] ?? Config.Hostname,
    state: health ?? State.Status,
    startedAt: State.Running ? State.StartedAt : null,
    restarts: RestartCount,
  };
}

/** Under whom, and with what beside the container's own environment, a program runs in a container. */
interface RunOptions {
  user?: string;
  env?: Readonly<Record<string, string>>;
  /** What it reads from its standard input; nothing when left out. */
  input?: string;
}

/**
 * Runs a program in a container with its output on this terminal.
 *
 * @returns its exit code
 */
export async function runInContainer(
  id: string,
  command: readonly string[],
  options: RunOptions = {},
): Promise<number> {
  return exec(id, command, options, process.stdout, process.stderr);
}

/** The same, with all that it said. @param input what it reads from its standard input */
export async function outputOf(
  id: string,
  command: readonly string[],
  input?: string,
): Promise<{ code: number; said: string }> {
  const parts: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      parts.push(chunk);
      done();
    },
  });
  const code = await exec(id, command, input === undefined ? {} : { input }, sink, sink);
  return { code, said: Buffer.concat(parts).toString() };
}

async function exec(
  id: string,
  command: readonly string[],
  { user, env = {}, input }: RunOptions,
  stdout: Writable,
  stderr: Writable,
): Promise<number> {
  const run = await engine.getContainer(id).exec({
    Cmd: [...command],
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ...(user ? { User: user } : {}),
    AttachStdin: input !== undefined,
    AttachStdout: true,
    AttachStderr: true,
  });
  const output = await run.start(input === undefined ? {} : { hijack: true, stdin: true });
  if (input !== undefined) output.end(input);
  engine.modem.demuxStream(output, stdout, stderr);
  await new Promise<void>((resolve, reject) => output.once('end', resolve).once('error', reject));
  const { ExitCode } = await run.inspect();
  return ExitCode ?? 1;
}
