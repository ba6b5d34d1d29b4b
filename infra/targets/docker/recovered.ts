import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { product } from '../../catalog/index.ts';
import { engine, isUnknown } from './engine.ts';
import { outputOf, runInContainer } from './running.ts';

/** Where the containers of a recovery find what was laid out. */
export const recoveredFolder = '/recovered';
/** Of it: the socket of the server. */
const socketFolder = `${recoveredFolder}/socket`;

/** What is not recovered after so long never will be. */
const limitMs = 30 * 60_000;

/** A recovery on an engine, beside the stack: everything that it needs, and takes away again. */
export interface RecoveryContainers {
  /** Runs what fills the folder, as the user of the scheduler. @returns its exit code */
  layOut(command: readonly string[]): Promise<number>;
  /** A file that was laid out. */
  read(file: string): Promise<string>;
  /**
   * Starts PostgreSQL on what was laid out, and returns once it takes writes. It has no network and asks for no password:
   * only the containers of the recovery have the folder that its socket is in.
   *
   * @returns a connection string for {@link RecoveryContainers.run}
   * @throws Error with PostgreSQL's own words when it cannot be recovered
   */
  startServer(role: string, database: string): Promise<string>;
  /** Runs a program as the scheduler would. @returns its exit code */
  run(command: readonly string[], env: Readonly<Record<string, string>>): Promise<number>;
  stopServer(): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Makes a volume, and a container of the scheduler's image that fills and reads it: with the scheduler's environment, volumes,
 * network and limits, but root's rights over the volume, as it is handed from one user to the other.
 *
 * @param ids containers of the stack that image, user and limits are taken from
 */
export async function recoveryContainers(
  stack: string,
  ids: { scheduler: string; postgres: string },
): Promise<RecoveryContainers> {
  const [scheduler, postgres] = await Promise.all(
    [ids.scheduler, ids.postgres].map((id) => engine.getContainer(id).inspect()),
  );
  if (!scheduler || !postgres) throw new Error(`Stack ${stack} has no scheduler or no PostgreSQL.`);
  const names = namesOf(stack);
  // Of a run that was ended half-way.
  await removeRecovery(stack);
  await engine.createVolume({ Name: names.volume });
  const worker = await engine.createContainer(workerOf(scheduler, names));
  await worker.start();
  const handTo = async ({ Config: { User } }: Docker.ContainerInspectInfo): Promise<void> => {
    const { code, said } = await outputOf(worker.id, ['chown', '-R', User, recoveredFolder]);
    if (code !== 0) throw new Error(`What was laid out could not be handed to user ${User}: ${said.trim()}`);
  };
  const run: RecoveryContainers['run'] = (command, env) =>
    runInContainer(worker.id, command, { user: scheduler.Config.User, env });
  return {
    async layOut(command) {
      await handTo(scheduler);
      return run(command, {});
    },
    read: async (file) => (await outputOf(worker.id, ['cat', `${recoveredFolder}/${file}`])).said,
    async startServer(role, database) {
      await outputOf(worker.id, ['sh', '-c', prepareSocket]);
      await handTo(postgres);
      const server = await engine.createContainer(serverOf(postgres, names));
      await server.start();
      await takesWrites(server);
      return `postgresql://${role}@localhost/${database}?host=${encodeURIComponent(socketFolder)}`;
    },
    run,
    stopServer: () => removeContainer(names.server),
    remove: () => removeRecovery(stack),
  };
}

interface Names {
  worker: string;
  server: string;
  volume: string;
}

const namesOf = (stack: string): Names => ({
  worker: `${product}-recover-${stack}`,
  server: `${product}-recovered-postgres-${stack}`,
  volume: `${product}-recovered-${stack}`,
});

const hbaFile = `${recoveredFolder}/pg_hba.conf`;
const prepareSocket = `mkdir ${socketFolder} && echo 'local all all trust' > ${hbaFile}`;

/** No more than the container of the stack may use. */
const sameLimits = ({ HostConfig: { Memory, MemorySwap, NanoCpus } }: Docker.ContainerInspectInfo) => ({
  Memory,
  MemorySwap,
  NanoCpus,
  SecurityOpt: ['no-new-privileges:true'],
});

function workerOf(scheduler: Docker.ContainerInspectInfo, { worker, volume }: Names) {
  return {
    name: worker,
    Image: scheduler.Image,
    User: 'root',
    Env: scheduler.Config.Env,
    WorkingDir: scheduler.Config.WorkingDir,
    // It waits for what is run in it.
    Entrypoint: ['sleep'],
    Cmd: ['infinity'],
    HostConfig: {
      ...sameLimits(scheduler),
      CapDrop: ['ALL'],
      CapAdd: ['CHOWN', 'DAC_OVERRIDE', 'SETUID', 'SETGID'],
      NetworkMode: scheduler.HostConfig.NetworkMode ?? Object.keys(scheduler.NetworkSettings.Networks)[0],
      VolumesFrom: [scheduler.Id],
      Mounts: [mountOf(volume)],
    },
  } satisfies Docker.ContainerCreateOptions;
}

function serverOf(postgres: Docker.ContainerInspectInfo, { server, volume }: Names) {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    hba_file: hbaFile,
    // Nobody reads before the end, and so it may be smaller than the server that the files are of.
    hot_standby: 'off',
    timezone: 'UTC',
  };
  return {
    name: server,
    Image: postgres.Image,
    User: postgres.Config.User,
    Entrypoint: ['postgres'],
    Cmd: [
      '-D',
      `${recoveredFolder}/data`,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    HostConfig: {
      ...sameLimits(postgres),
      CapDrop: ['ALL'],
      NetworkMode: 'none',
      Mounts: [mountOf(volume)],
    },
  } satisfies Docker.ContainerCreateOptions;
}

const mountOf = (volume: string): Docker.MountSettings => ({
  Type: 'volume',
  Source: volume,
  Target: recoveredFolder,
});

async function takesWrites(server: Docker.Container): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline) {
    if (!(await server.inspect()).State.Running)
      throw new Error(`PostgreSQL did not recover: ${await lastWordsOf(server)}`);
    const asked = await outputOf(server.id, ['pg_isready', '-h', socketFolder]).catch(() => null);
    if (asked?.code === 0) return;
    await sleep(200);
  }
  throw new Error(`PostgreSQL has not recovered after ${limitMs / 60_000} min.`);
}

/** Of the log of a server that ended: why. */
async function lastWordsOf(server: Docker.Container): Promise<string> {
  const log = (await server.logs({ stdout: true, stderr: true, tail: 100 })).toString();
  const why = log.split('\n').findLast((text) => / (FATAL|PANIC): /.test(text));
  return why?.replace(/^.* (FATAL|PANIC): +/, '').trim() ?? 'it says no reason';
}

/** Takes away what a recovery of a stack made, if there was one. */
export async function removeRecovery(stack: string): Promise<void> {
  const { worker, server, volume } = namesOf(stack);
  await removeContainer(server);
  await removeContainer(worker);
  await engine.getVolume(volume).remove().catch(unlessUnknown);
}

const removeContainer = async (name: string): Promise<void> => {
  await engine.getContainer(name).remove({ force: true, v: true }).catch(unlessUnknown);
};

function unlessUnknown(error: unknown): void {
  if (!isUnknown(error)) throw error;
}
