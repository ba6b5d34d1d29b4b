import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTlsServer, type TlsServer } from '@eo/app/api/testing/tls-server.ts';
import { localAddresses } from '@eo/monitoring/scrape.ts';
import type pg from 'pg';
import { createTestStack, type TestStack } from '../e2e/kit.ts';
import { type Load, startLoad } from '../e2e/load.ts';
import { writeRecordedDays } from '../e2e/recorded-days.ts';
import type { StackOutputs } from '../outputs.ts';
import { connectTo, type DatabaseRole, pidOf } from './access.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { isSoWithin } from './wait.ts';
import { Watch } from './watch.ts';

/** The zone that the drilled stack has prices of. */
export const zone = 'SE3';

/** Metrics that a drill exports itself, for causes that a local stack cannot have; expression of the series → value. */
export type Played = Map<string, number>;

/** A stack of the drill's own under light load, and everything that its causes reach for. */
export interface Scene {
  stack: TestStack;
  outputs: StackOutputs;
  certificate: TlsServer;
  receiver: Receiver;
  played: Played;
  /** At the speed of the last {@link Scene.watchAt}. */
  readonly watch: Watch;
  /** A connection to the stack's database: as its superuser, or as the API's own role. @param database another one */
  connect(role: DatabaseRole, database?: string): Promise<pg.Client>;
  /** Process of a service, as its supervisor started it last. */
  pidOf(service: string): Promise<number>;
  /** Ends the API, which its supervisor starts again, and waits until it answers. */
  restartApi(): Promise<void>;
  /** Watches from now on with time at another speed. */
  watchAt(speed: number): Promise<Watch>;
  close(): Promise<void>;
}

export async function openScene(progress: (what: string) => void): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'eo-drill-'));
  const recorded = writeRecordedDays(join(folder, 'recorded'), zone);
  const certificate = await startTlsServer(90);
  const receiver = await startReceiver();
  const played: Played = new Map();
  const player = await startPlayer(played);
  progress('brings a stack of its own up');
  const stack = await createTestStack({
    'prices:feeds': 'replay',
    'prices:replayDir': recorded,
    'prices:defaultZone': zone,
    'monitoring:tlsHosts': certificate.address,
  });
  let load: Load | undefined;
  let watch: Watch | undefined;
  const closeAll = async (): Promise<void> => {
    await load?.stop();
    await watch?.stop();
    await stack.remove();
    player.close();
    await Promise.all([receiver.close(), certificate.close()]);
    rmSync(folder, { recursive: true, force: true });
  };
  let closing: Promise<void> | undefined;
  /** Once, whoever asks: at the end, after an error, or when the drill is interrupted. */
  const close = (): Promise<void> => {
    closing ??= closeAll();
    return closing;
  };
  try {
    await stack.up();
    const outputs = await stack.outputs();
    progress(`loads the prices of ${zone}`);
    await stack.syncRecorded(zone, recorded);
    await schedulerIsIdle(await connectTo(stack, outputs, 'application'));
    load = startLoad(outputs.apiUrl ?? '');
    return {
      stack,
      outputs,
      certificate,
      receiver,
      played,
      get watch() {
        if (!watch) throw new Error('The scene is not watched yet: watchAt comes first.');
        return watch;
      },
      connect: (role, database) => connectTo(stack, outputs, role, database),
      pidOf: (service) => pidOf(stack, service),
      restartApi: () => restartApi(stack, outputs),
      async watchAt(speed) {
        await watch?.stop();
        const own = join(folder, `watch-${speed}`);
        mkdirSync(own);
        watch = await Watch.start({
          folder: own,
          stack: stack.name,
          addresses: addressesOf(stack),
          internalApiKey: outputs.internalApiKey ?? '',
          receiver,
          played: player.address,
          speed,
        });
        return watch;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What is watched beside the watchers, which are the drill's own. */
function addressesOf({ ports }: TestStack) {
  const watched = {
    backend: 1,
    'node-exporter': 1,
    'redis-exporter': 1,
    'postgres-exporter': 1,
  } as const;
  return localAddresses(watched, ports);
}

async function restartApi(stack: TestStack, { apiUrl }: StackOutputs): Promise<void> {
  const before = await pidOf(stack, 'backend');
  process.kill(before, 'SIGKILL');
  const isBack = async (): Promise<boolean> => {
    const now = await pidOf(stack, 'backend').catch(() => before);
    return now !== before && (await fetch(`${apiUrl}/readyz`).catch(() => null))?.ok === true;
  };
  if (!(await isSoWithin(120_000, isBack)))
    throw new Error('The API of the drill did not come back within 120 s.');
}

/** Waits for the runs that the scheduler of a new stack catches up: a cause would change their record under them. */
async function schedulerIsIdle(client: pg.Client): Promise<void> {
  let idleSinceMs = Date.now();
  await isSoWithin(120_000, async () => {
    const { rowCount } = await client.query("select from job_run where outcome = 'running'");
    if (rowCount) idleSinceMs = Date.now();
    // One run may begin when another has ended.
    return Date.now() - idleSinceMs > 3_000;
  });
  await client.end();
}

async function startPlayer(played: Played): Promise<{ address: string; close(): void }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end([...played].map(([series, value]) => `${series} ${value}\n`).join(''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
