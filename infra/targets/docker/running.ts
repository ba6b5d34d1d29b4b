import Docker from 'dockerode';
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
  const engine = new Docker();
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

/**
 * Runs a program in a container with its output on this terminal.
 *
 * @returns its exit code
 */
export async function runInContainer(id: string, command: readonly string[]): Promise<number> {
  const engine = new Docker();
  const run = await engine
    .getContainer(id)
    .exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true });
  const output = await run.start({});
  engine.modem.demuxStream(output, process.stdout, process.stderr);
  await new Promise<void>((resolve, reject) => output.once('end', resolve).once('error', reject));
  const { ExitCode } = await run.inspect();
  return ExitCode ?? 1;
}
