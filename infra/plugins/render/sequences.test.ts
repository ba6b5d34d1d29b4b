import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultKind } from '../../emulators/render/index.ts';
import type { Declared } from '../../testing/small-engine.ts';
import { type Account, openAccount } from './testing/account.ts';
import { type End, upUntil } from './testing/kill.ts';
import { stackProgram } from './testing/program.ts';

type Texts = Record<string, string>;

/** What a program may want of the account; every field maps to one thing that the emulator holds. */
interface Wish {
  replicas: number;
  plan: '0.5c-512mb' | '1c-2g';
  image: string;
  env: Texts;
  shared: Texts;
  linked: boolean;
  region: 'oregon' | 'frankfurt';
  healthCheckPath: string;
  cachePlan: 'free' | '256mb';
  routes: string[];
  domain: boolean;
  worker: boolean;
}

type Step =
  | { do: 'up'; wish: Wish }
  | { do: 'refresh' }
  | { do: 'fault'; kind: FaultKind; after: number }
  | { do: 'failing deploy' }
  | { do: 'stop'; wish: Wish; end: End };

const texts = (...names: string[]): fc.Arbitrary<Texts> =>
  fc.dictionary(fc.constantFrom(...names), fc.constantFrom('one', 'two'), { noNullPrototype: true });
const wish: fc.Arbitrary<Wish> = fc.record({
  replicas: fc.integer({ min: 1, max: 3 }),
  plan: fc.constantFrom('0.5c-512mb', '1c-2g'),
  image: fc.constantFrom('ghcr.io/example/api:1', 'ghcr.io/example/api:2'),
  env: texts('A', 'B'),
  shared: texts('C', 'D'),
  linked: fc.boolean(),
  region: fc.constantFrom('oregon', 'oregon', 'frankfurt'),
  healthCheckPath: fc.constantFrom('/health', '/readyz'),
  cachePlan: fc.constantFrom('free', '256mb'),
  routes: fc.uniqueArray(fc.constantFrom('/a', '/b', '/c')),
  domain: fc.boolean(),
  worker: fc.boolean(),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('up' as const), wish }),
  fc.record({ do: fc.constant('refresh' as const) }),
  fc.record({
    do: fc.constant('fault' as const),
    kind: fc.constantFrom('423', '429', '500', '503', 'cut-before', 'cut-after'),
    after: fc.nat({ max: 30 }),
  }),
  fc.record({ do: fc.constant('failing deploy' as const) }),
  fc.record({
    do: fc.constant('stop' as const),
    wish,
    end: fc.record({
      call: fc.integer({ min: 1, max: 40 }),
      moment: fc.constantFrom('before', 'after'),
      manner: fc.constantFrom('interrupted', 'killed'),
    }),
  }),
);

function programOf(wished: Wish): Declared[] {
  const { replicas, plan, image, env, shared, linked, region, healthCheckPath, cachePlan } = wished;
  const all = stackProgram({
    cache: { plan: cachePlan },
    group: { env: shared },
    api: {
      registryCredentialId: undefined,
      numInstances: replicas,
      plan,
      image,
      env,
      region,
      healthCheckPath,
    },
    web: { routes: wished.routes.map((source) => ({ type: 'redirect', source, destination: '/' })) },
  });
  const absent = new Set(['credential', 'inner', 'nightly']);
  if (!wished.domain) absent.add('domain');
  if (!wished.worker) absent.add('worker');
  return all
    .filter(({ name }) => !absent.has(name))
    .map((declared) => (declared.name === 'api' ? linking(declared, linked) : withoutDisk(declared)));
}

/** A group tells of a change of its values by its revision. */
function linking({ inputs, ...rest }: Declared, linked: boolean): Declared {
  return {
    ...rest,
    inputs: (of) => ({
      ...(typeof inputs === 'function' ? inputs(of) : inputs),
      envGroupIds: linked ? [of('group').id] : [],
      triggers: linked ? { shared: of('group').revision } : {},
    }),
  };
}

/** One with a disk is not deleted without consent. */
function withoutDisk({ inputs, ...rest }: Declared): Declared {
  if (rest.name !== 'worker') return { inputs, ...rest };
  return {
    ...rest,
    inputs: (of) => ({ ...(typeof inputs === 'function' ? inputs(of) : inputs), disk: undefined }),
  };
}

describe('any sequence of edits, refreshes, faults and stops', { timeout: 240_000 }, () => {
  let account: Account;
  beforeAll(async () => {
    account = await openAccount();
  });
  afterAll(() => account.render.stop());

  /** What the emulator holds, in the words of a wish. */
  const found = (): Wish => {
    const { services, keyValues, groups, projects, environments } = account.render.state;
    const named = (name: string) => [...services.values()].filter(({ service }) => service.name === name);
    const [[api], [web]] = [named('api'), named('web')];
    expect([
      named('api'),
      named('web'),
      [...keyValues],
      [...groups],
      [...projects],
      [...environments],
    ]).toEqual(Array.from({ length: 6 }, () => [expect.anything()]));
    const [[cache], [group]] = [[...keyValues.values()], [...groups.values()]];
    const { service, env, deploys } = api ?? expect.fail('no api');
    const { plan, numInstances, region, healthCheckPath } = service.serviceDetails;
    const shared = Object.fromEntries(group?.env ?? []);
    const linked = group?.links.has(service.id) ?? false;
    const live = deploys.filter(({ status }) => status === 'live').map(({ saw }) => saw);
    expect(live).toMatchObject([{ plan, imagePath: service.imagePath }]);
    expect(live[0]?.env).toEqual({ ...(linked ? shared : {}), ...Object.fromEntries(env) });
    return {
      ...({ replicas: numInstances, plan, region, healthCheckPath, shared, linked } as Wish),
      env: Object.fromEntries(env),
      image: String(service.imagePath),
      cachePlan: cache?.plan as Wish['cachePlan'],
      routes: (web?.routes ?? []).map(({ source }) => String(source)),
      domain: web?.domains.some(({ name }) => name === 'www.example.org') ?? false,
      worker: named('worker').length === 1,
    };
  };

  async function play(one: Step): Promise<void> {
    if (one.do === 'refresh') return refresh();
    if (one.do === 'fault') return account.render.faults.add({ kind: one.kind, after: one.after });
    if (one.do === 'failing deploy') return void account.render.state.outcomes.push('update_failed');
    if (one.do === 'up') return up(one.wish);
    await upUntil(account, programOf(one.wish), one.end).catch(expectKnown);
    // It may have made a thing that the state does not know; the next run of the same program takes that over.
    await up(one.wish);
  }

  /** Runs until it succeeds, as an operator would: what is in the way of it runs out. */
  async function up(wished: Wish): Promise<void> {
    for (let run = 0; run < 10; run++) {
      const done = await account.up(programOf(wished)).then(() => true, expectKnown);
      if (done) break;
    }
    expect(found()).toEqual(wished);
  }

  async function refresh(): Promise<void> {
    await account.engine.refresh(account.kinds()).catch(expectKnown);
  }

  function expectKnown(error: Error): void {
    expect(error.message).toMatch(/got no answer|did not go live|stopped|Cancelled/);
  }

  it('leaves Render as the program of the last successful run says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), wish, async (steps, last) => {
        const { projects, environments, keyValues, groups, services, outcomes } = account.render.state;
        for (const all of [projects, environments, keyValues, groups, services]) all.clear();
        outcomes.length = 0;
        account.render.faults.clear();
        account.engine.state.clear();
        for (const one of steps) await play(one);
        account.render.faults.clear();
        await up(last);
        account.writes();
        expect(await account.up(programOf(last))).toMatchObject({
          create: 0,
          update: 0,
          replace: 0,
          delete: 0,
        });
        await refresh();
        expect(await account.up(programOf(last))).toMatchObject({
          create: 0,
          update: 0,
          replace: 0,
          delete: 0,
        });
        expect(account.writes()).toEqual([]);
        expect(account.render.violations).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
