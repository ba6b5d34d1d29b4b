import { describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from './cloud-kit.ts';
import { killTree } from './kill-tree.ts';

/** A kill after each such part of the requests of a run; `KILL_EVERY=1` kills at every one, which takes half an hour. */
const part = 0.4;

describe('a first up of production', { timeout: 3_600_000 }, () => {
  it('is finished by the next one, wherever it was killed', async () => {
    const calls = await upUntil(Number.POSITIVE_INFINITY);
    expect(calls).toBeGreaterThan(50);
    const every = Number(process.env.KILL_EVERY) || Math.floor(calls * part);
    for (let call = every; call < calls; call += every) await upUntil(call);
  });
});

/** Kills an up at one of its requests, brings the stack up, and looks at what there is. Gives the number of requests. */
async function upUntil(call: number): Promise<number> {
  const cloud = await startCloud();
  try {
    const stack = await cloud.stack('production', { 'cloud:domain': 'prices.example.org' });
    if (call < Number.POSITIVE_INFINITY) {
      await killedUp(cloud, call);
      await stack.cancel();
    }
    await stack.up();
    const calls = cloud.requests().length;
    expectEachOnce(cloud, call);
    if (call === Number.POSITIVE_INFINITY) return calls;
    const again = await stack.up();
    expect(again.summary.resourceChanges, `after a kill at request ${call}`).toEqual({
      same: expect.any(Number),
    });
    return calls;
  } finally {
    expect(await cloud.stop(), `with a kill at request ${call}`).toEqual([]);
  }
}

async function killedUp(cloud: Cloud, call: number): Promise<void> {
  const cli = cloud.spawn('production', 'up', '--yes', '--skip-preview');
  const ended = new Promise((resolve) => cli.once('exit', (_code, signal) => resolve(signal)));
  let seen = 0;
  cloud.observe(() => {
    seen += 1;
    return seen === call ? killTree(cli.pid) : undefined;
  });
  expect(await ended, `an up that should end at request ${call}`).toBe('SIGKILL');
}

function expectEachOnce({ render, neon, github }: Cloud, call: number): void {
  const { services, keyValues } = render.state;
  const [project] = [...neon.state.projects.values()];
  const found = {
    services: [...services.values()].map(({ service }) => service.name).sort(),
    keyValues: keyValues.size,
    domains: [...services.values()].flatMap(({ domains }) => domains.map(({ name }) => name)),
    projects: neon.state.projects.size,
    branches: project?.branches.length,
    roles: project?.branches[0]?.roles.map(({ name }) => name).sort(),
    databases: project?.branches[0]?.databases.map(({ name }) => name),
    environments: [...(github.state.repositories.get('acme/power')?.environments.keys() ?? [])].sort(),
  };
  expect(found, `after a kill at request ${call}`).toEqual({
    services: ['electricity-optimizer-backend-production', 'electricity-optimizer-frontend-production'],
    keyValues: 1,
    domains: ['prices.example.org'],
    ...{ projects: 1, branches: 1, roles: ['electricity_app_1', 'electricity_owner'] },
    databases: ['electricity'],
    environments: ['jobs', 'production'],
  });
}
