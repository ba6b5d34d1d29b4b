import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Declared } from '../../testing/small-engine.ts';
import { type Account, openAccount } from './testing/account.ts';

/** What a program may want of the account; every field maps to one thing that the emulator holds. */
interface Wish {
  history: number;
  maxComputeUnits: number;
  databases: string[];
  branches: string[];
}

type Step =
  | { do: 'up'; wish: Wish }
  | { do: 'refresh' }
  | { do: 'fault'; kind: '423' | '500' | '503' | 'cut-before' | 'cut-after'; after: number }
  | { do: 'kill'; wish: Wish; call: number };

const names = (...choices: string[]) =>
  fc.uniqueArray(fc.constantFrom(...choices), { maxLength: choices.length });
const wish: fc.Arbitrary<Wish> = fc.record({
  history: fc.constantFrom(0, 3_600, 21_600),
  maxComputeUnits: fc.constantFrom(0.25, 1, 2),
  databases: names('prices', 'accounts'),
  branches: names('pr-1', 'pr-2', 'pr-3'),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('up' as const), wish }),
  fc.record({ do: fc.constant('refresh' as const) }),
  fc.record({
    do: fc.constant('fault' as const),
    kind: fc.constantFrom('423', '500', '503', 'cut-before', 'cut-after'),
    after: fc.nat({ max: 12 }),
  }),
  fc.record({ do: fc.constant('kill' as const), wish, call: fc.integer({ min: 1, max: 25 }) }),
);

function programOf({ history, maxComputeUnits, databases, branches }: Wish): Declared[] {
  const main = (of: (name: string) => Record<string, unknown>) => ({
    projectId: of('project').projectId,
    branchId: of('project').defaultBranchId,
  });
  return [
    {
      name: 'project',
      type: 'neon:index:Project',
      inputs: { name: 'power', historyRetentionSeconds: history },
    },
    { name: 'role', type: 'neon:index:Role', inputs: (of) => ({ ...main(of), name: 'app' }) },
    { name: 'compute', type: 'neon:index:Endpoint', inputs: (of) => ({ ...main(of), maxComputeUnits }) },
    ...databases.map((name) => ({
      name: `database ${name}`,
      type: 'neon:index:Database',
      inputs: (of: (name: string) => Record<string, unknown>) => ({
        ...main(of),
        name,
        ownerName: 'app',
        allowDataLoss: true,
      }),
    })),
    ...branches.map((name) => ({
      name: `branch ${name}`,
      type: 'neon:index:Branch',
      inputs: (of: (name: string) => Record<string, unknown>) => ({
        projectId: of('project').projectId,
        name,
        allowDataLoss: true,
      }),
    })),
  ];
}

describe('any sequence of edits, refreshes, faults and kills', { timeout: 120_000 }, () => {
  let account: Account;
  beforeAll(async () => {
    account = await openAccount();
  });
  afterAll(() => account.neon.stop());

  /** What the emulator holds, in the words of a wish. */
  const found = (): Wish => {
    const projects = [...account.neon.state.projects.values()];
    expect(projects).toHaveLength(1);
    const [{ project, branches, endpoints }] = projects as [(typeof projects)[number]];
    return {
      history: project.history_retention_seconds,
      maxComputeUnits: endpoints[0]?.autoscaling_limit_max_cu ?? 0,
      databases: (branches[0]?.databases ?? []).map(({ name }) => name).filter((name) => name !== 'neondb'),
      branches: branches.map(({ branch }) => branch.name).filter((name) => name !== 'main'),
    };
  };
  const sorted = ({ databases, branches, ...rest }: Wish) => ({
    ...rest,
    databases: [...databases].sort(),
    branches: [...branches].sort(),
  });

  async function play(one: Step): Promise<void> {
    if (one.do === 'refresh') return account.engine.refresh(account.kinds());
    if (one.do === 'fault') return account.neon.faults.add({ kind: one.kind, after: one.after });
    if (one.do === 'up') {
      await account.up(programOf(one.wish));
      return expect(sorted(found())).toEqual(sorted(one.wish));
    }
    const run = new AbortController();
    let sent = 0;
    const fetch: typeof globalThis.fetch = (...request) => {
      sent += 1;
      if (sent === one.call) run.abort();
      return globalThis.fetch(...request);
    };
    await account.up(programOf(one.wish), { fetch, signal: run.signal }).catch((error: Error) => {
      if (error.name !== 'Cancelled') throw error;
    });
    // The next run is of the same program: a killed one could not tell the state what it had made.
    await play({ do: 'up', wish: one.wish });
  }

  it('leaves Neon as the program of the last successful run says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), wish, async (steps, last) => {
        account.neon.state.projects.clear();
        account.neon.faults.clear();
        account.engine.state.clear();
        for (const one of steps) await play(one);
        await play({ do: 'up', wish: last });
        expect(await account.up(programOf(last))).toMatchObject({
          create: 0,
          update: 0,
          replace: 0,
          delete: 0,
        });
        expect(account.neon.violations).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
