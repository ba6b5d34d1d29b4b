import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { config } from '@eo/monitoring/config.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { network, product, servicesOn } from '../catalog/index.ts';
import type { ServiceName } from '../catalog/types.ts';
import type { StackOutputs } from '../outputs.ts';
import { engine } from '../targets/docker/engine.ts';
import { containerPort } from '../targets/docker/ports.ts';
import {
  createDockerStack,
  inspectStack,
  leftOf,
  nodeIn,
  outerAddress,
  withoutDocker,
} from './docker-kit.ts';
import { eventually, execute, lastJson, succeeded, type TestStack, type UpResult } from './kit.ts';
import { startLoad } from './load.ts';
import { PrometheusClient } from './prometheus-client.ts';

const missing = withoutDocker();
/** `.ci/run` says so where it has started an engine; where the kernel allows none there is nothing to test on. */
if (missing && process.env.REQUIRE_DOCKER === '1')
  throw new Error(`REQUIRE_DOCKER=1, but there is not ${missing}.`);

const services = servicesOn('docker');
const megabyte = 1024 * 1024;

/** The life of a stack on a real Docker engine; the tests build on each other. */
describe.skipIf(missing)(`a stack on a Docker engine (needs ${missing ?? 'nothing more'})`, () => {
  let stack: TestStack;
  let first: UpResult;
  let outputs: StackOutputs;

  beforeAll(async () => {
    stack = await createDockerStack({ 'prices:feeds': 'simulated', 'prices:defaultZone': 'SE3' });
    first = await stack.up();
    outputs = await stack.outputs();
  });
  afterAll(async () => {
    await stack?.remove();
    if (stack) expect((await inspectStack(stack.name)).size).toBe(0);
  });

  const prometheus = (): PrometheusClient => new PrometheusClient(outputs.prometheusUrl ?? '');
  const targets = () => prometheus().query('up');

  it('comes up healthy by one command: web app, API and every target of Prometheus', async () => {
    expect(first.health).toBe('healthy');
    const page = await fetch(outputs.webUrl ?? '');
    expect(await page.text()).toContain('<title>Electricity Optimizer</title>');
    for (const base of [outputs.apiUrl, outputs.webUrl])
      expect((await fetch(`${base}/api/v1/prices/current?zone=SE3`)).status, base ?? '').toBe(200);
    await eventually(
      'every target is up',
      async () => {
        const samples = await targets();
        return samples.length >= 6 && samples.every(({ value }) => value[1] === '1');
      },
      90,
    );
  });

  it('has every container as the requirements list it, closed as far as its image allows', async () => {
    const found = await inspectStack(stack.name);
    expect([...found.keys()].sort()).toEqual(services.map(({ name }) => name).sort());
    for (const { name, limits, reservations } of services) {
      for (const { HostConfig, Config, NetworkSettings } of found.get(name) ?? []) {
        expect(HostConfig, name).toMatchObject({
          NanoCpus: limits.cpus * 1e9,
          Memory: limits.memoryMb * megabyte,
          MemorySwap: limits.memoryMb * megabyte,
          MemoryReservation: reservations.memoryMb * megabyte,
          CpuShares: Math.round(reservations.cpus * 1024),
          RestartPolicy: { Name: 'unless-stopped' },
          LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
          Privileged: false,
          CapDrop: ['ALL'],
          SecurityOpt: ['no-new-privileges:true'],
        });
        expect(Config.User, name).toMatch(/^[1-9]\d*:\d+$/);
        expect(Object.keys(NetworkSettings.Networks), name).toEqual([`${network.name}-${stack.name}`]);
      }
    }
  });

  it('is open on this machine at four ports of the loopback, and to other machines nowhere', async () => {
    const all = [...(await inspectStack(stack.name)).values()].flat();
    const open = all.flatMap(({ NetworkSettings }) =>
      Object.values(NetworkSettings.Ports).flatMap((bindings) => bindings ?? []),
    );
    const { frontend, backend, grafana, prometheus: metrics } = stack.ports;
    const expected = [frontend, backend, grafana, metrics].map((port) => ['127.0.0.1', String(port)]);
    expect(open.map(({ HostIp, HostPort }) => [HostIp, HostPort]).sort()).toEqual(expected.sort());
    const address = outerAddress();
    if (address)
      for (const { HostPort } of open) expect(await answers(address, Number(HostPort)), HostPort).toBe(false);
  });

  it('has every service under its name on the bridge', async () => {
    const [backend] = (await inspectStack(stack.name)).get('backend') ?? [];
    // Without a domain the proxy does not listen on 443.
    const portOf = (name: ServiceName): number => containerPort(name === 'proxy' ? 'frontend' : name);
    const listening = services.filter(({ port }) => port).map(({ name }) => [name, portOf(name)]);
    const script = `
      const { connect } = require('node:net');
      for (const [host, port] of ${JSON.stringify(listening)}) {
        const socket = connect({ host, port, timeout: 10000 });
        for (const event of ['connect', 'error', 'timeout'])
          socket.once(event, () => { console.log(host, event); socket.destroy(); });
      }`;
    const lines = nodeIn(backend ?? { Id: '' }, script)
      .trim()
      .split('\n')
      .sort();
    expect(lines).toEqual(listening.map(([name]) => `${name} connect`).sort());
  });

  it('gives the API a role that owns nothing, and not the password of the one that does', async () => {
    const [backend] = (await inspectStack(stack.name)).get('backend') ?? [];
    const script = `
      const { Client } = require('pg');
      const client = new Client(process.env.DATABASE_URL);
      const query = 'select rolsuper, (select count(*)::int from pg_class where relowner = oid) as owned' +
        ' from pg_roles where rolname = current_user';
      client.connect().then(() => client.query(query)).then(({ rows }) => {
        const served = require('node:fs').readFileSync('/proc/1/environ', 'utf8');
        console.log(JSON.stringify({ ...rows[0], hasOwner: served.includes('electricity_owner') }));
        return client.end();
      });`;
    expect(JSON.parse(nodeIn(backend ?? { Id: '' }, script))).toEqual({
      rolsuper: false,
      owned: 0,
      hasOwner: false,
    });
  });

  /** A run of a pipeline that did not find one under way: the scheduler of a new stack is at it itself. */
  const ranByHand = (pipeline: string) =>
    eventually(`a run of ${pipeline} of its own`, async () => {
      const args = ['run', '--silent', 'pipeline', '--', pipeline, '--stack', stack.name, '--json'];
      const ran = await execute('npm', args, stack.env);
      const { outcome, counts } = lastJson<{ outcome: string; counts?: Record<string, number> }>(ran);
      return outcome === 'already-running' ? null : { code: ran.code, outcome, counts };
    });

  it('is backed up by its scheduler, and the backup restores', async () => {
    const drilled = await ranByHand('restore-drill');
    expect(drilled).toMatchObject({ code: 0, outcome: 'ok', counts: { tables: expect.any(Number) } });
  });

  it('has its state kept with its backups, sealed', async () => {
    const kept = succeeded(await stack.run('up', ['--json', ...stack.config]));
    expect(kept.stderr).toMatch(/state +kept with the backups/);
    const [scheduler] = (await inspectStack(stack.name)).get('scheduler') ?? [];
    const script = `
      const folder = process.env.BACKUP_TO + '/${stack.name}/state';
      const files = require('fs').readdirSync(folder);
      console.log(JSON.stringify(files.map((file) => require('fs').readFileSync(folder + '/' + file, 'latin1').slice(0, 21))));`;
    const found: string[] = JSON.parse(nodeIn(scheduler ?? { Id: '' }, script));
    expect(new Set(found)).toEqual(new Set(['age-encryption.org/v1']));
  });

  it('has the log of its PostgreSQL stored', async () => {
    const archived = await ranByHand('wal-archive');
    expect(archived).toMatchObject({ code: 0, outcome: 'ok', counts: { bytes: expect.any(Number) } });
  });

  /** By the role that owns the tables. */
  const queryAsOwner = async (query: string): Promise<Record<string, unknown>> => {
    const [scheduler] = (await inspectStack(stack.name)).get('scheduler') ?? [];
    const script = `
      const { Client } = require('pg');
      const client = new Client(process.env.OWNER_DATABASE_URL);
      client.connect().then(() => client.query(${JSON.stringify(query)})).then(({ rows }) => {
        console.log(JSON.stringify(rows?.[0] ?? {}));
        return client.end();
      });`;
    return JSON.parse(nodeIn(scheduler ?? { Id: '' }, script));
  };

  it('is recovered to the second before its prices were deleted, beside the server in use', async () => {
    const census = 'select count(*)::int as days, sum(hashtext(prices::text)) as prices from price_day';
    const before = await queryAsOwner(census);
    const moment = new Date();
    await sleep(10);
    await queryAsOwner('delete from price_day');
    expect(await queryAsOwner(census)).not.toEqual(before);
    const [postgres] = (await inspectStack(stack.name)).get('postgres') ?? [];
    succeeded(await stack.run('recover', ['--to', moment.toISOString()]));
    expect(await queryAsOwner(census)).toEqual(before);
    const [after] = (await inspectStack(stack.name)).get('postgres') ?? [];
    expect(after?.State.StartedAt).toBe(postgres?.State.StartedAt);
    const beyond = await stack.run('recover', ['--to', '2020-01-01T00:00:00Z']);
    expect(beyond.code).toBe(1);
    expect(beyond.stderr).toMatch(/the database is as it was before\.$/m);
    expect((await leftOf(stack.name)).volumes).toBe(6);
  });

  it('changes nothing when brought up a second time', async () => {
    const { changes } = await stack.up();
    expect(changes).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 });
  });

  it('has its API back after it ran out of memory, and has lost nothing', async () => {
    const [before] = (await inspectStack(stack.name)).get('backend') ?? [];
    if (!before) throw new Error('There is no API.');
    const prices = await pricesOf(outputs);
    // The kernel ends what is worth least to it: let that be the API rather than the hog beside it.
    writeFileSync(`/proc/${before.State.Pid}/oom_score_adj`, '1000');
    expect(() => nodeIn(before, 'const all = []; for (;;) all.push(Buffer.alloc(2 ** 24, 1));')).toThrow();
    await eventually(
      'the API is back',
      async () => {
        const [now] = (await inspectStack(stack.name)).get('backend') ?? [];
        return now && now.RestartCount > before.RestartCount && now.State.Health?.Status === 'healthy';
      },
      90,
    );
    expect(await pricesOf(outputs)).toEqual(prices);
  });

  it('fires an alert when the API ends again and again', async () => {
    const startsSeen = async (): Promise<number> => {
      const [changes] = await prometheus().query(
        'changes(process_start_time_seconds{job="backend-api"}[30m])',
      );
      return Number(changes?.value[1] ?? 0);
    };
    await eventually('the first start', async () => (await startsSeen()) > 0, 90);
    while ((await startsSeen()) <= config.api.restartsInHalfHour) {
      const before = await startsSeen();
      // 0 while it does not run, which as a target of signals would be this very process group.
      const pid = await eventually('the API runs', async () => {
        const [api] = (await inspectStack(stack.name)).get('backend') ?? [];
        return api?.State.Pid;
      });
      process.kill(pid, 'SIGKILL');
      await eventually('another start', async () => (await startsSeen()) > before, 90);
    }
    const firing = 'ALERTS{alertname="ApiRestarting",alertstate="firing"}';
    await eventually('the alert', async () => (await prometheus().query(firing)).length > 0, 120);
  });

  it('loses no request while it is scaled to three and back, and while it is deployed anew', async () => {
    const loads = [outputs.webUrl, outputs.apiUrl].map((url) => startLoad(url ?? '', { pauseMs: 50 }));
    const replicas = async () => (await inspectStack(stack.name)).get('backend')?.length;
    await stack.up(['--config', 'backend:replicas=3']);
    expect(await replicas()).toBe(3);
    await stack.up(['--config', 'backend:replicas=3', '--config', 'backend:memoryMb=640']);
    await stack.up(['--config', 'backend:replicas=1', '--config', 'backend:memoryMb=512']);
    expect(await replicas()).toBe(1);
    const results = await Promise.all(loads.map((load) => load.stop()));
    expect(results.flatMap(({ failed }) => failed)).toEqual([]);
    for (const { requests } of results) expect(requests).toBeGreaterThan(100);
  });

  it('says what is wrong with a port, and with an image, and is repaired by the next up', async () => {
    const blocker = await engine.createContainer({
      Image: (await inspectStack(stack.name)).get('redis')?.[0]?.Image ?? '',
      Cmd: ['sleep', '600'],
      HostConfig: { PortBindings: { '1/tcp': [{ HostIp: '127.0.0.1', HostPort: '0' }] }, AutoRemove: true },
      ExposedPorts: { '1/tcp': {} },
    });
    await blocker.start();
    try {
      const [taken] = (await blocker.inspect()).NetworkSettings.Ports['1/tcp'] ?? [];
      const onTaken = await stack.run('up', [
        ...stack.config,
        '--config',
        `ports:frontend=${taken?.HostPort}`,
      ]);
      expect(onTaken.code).toBe(1);
      expect(onTaken.stderr).toMatch(new RegExp(`^Port ${taken?.HostPort} of this machine is taken`, 'm'));
    } finally {
      await blocker.remove({ force: true });
    }
    const ran = await stack.run('up', [...stack.config, '--config', 'images:redis=localhost:1/none:1']);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/^The image localhost:1\/none:1 could not be pulled/m);
    const noNode = (await inspectStack(stack.name)).get('redis')?.[0]?.Config.Image ?? '';
    const built = await stack.run('up', [...stack.config, '--config', `images:node=${noNode}`]);
    expect(built.code).toBe(1);
    expect(built.stderr).toMatch(/^The image electricity-optimizer\/app:\S+ could not be built/m);
    expect((await stack.up()).health).toBe('healthy');
  });

  it('says so where no engine answers', async () => {
    const ran = await stack.run('up', stack.config, { DOCKER_HOST: 'unix:///nowhere/docker.sock' });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/^No Docker engine answers/m);
  });

  it('leaves its volumes when taken down, and nothing when purged', async () => {
    // As a recovery leaves it that was ended half-way.
    await engine.createVolume({ Name: `${product}-recovered-${stack.name}` });
    succeeded(await stack.run('down'));
    expect((await inspectStack(stack.name)).size).toBe(0);
    const { volumes } = await leftOf(stack.name);
    expect(volumes).toBe(6);
    succeeded(await stack.run('down', ['--purge']));
    expect(await leftOf(stack.name)).toEqual({ networks: 0, volumes: 0, images: 0 });
  });
});

/** What the API has of today and tomorrow. */
async function pricesOf({ apiUrl }: StackOutputs): Promise<unknown> {
  const answer = await fetch(`${apiUrl}/api/v1/prices?zone=SE3`);
  return ((await answer.json()) as { slots: unknown }).slots;
}

/** Whether somebody accepts connections at an address. */
function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3_000 });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('timeout', () => resolve(false)).on('close', () => socket.destroy());
  });
}
