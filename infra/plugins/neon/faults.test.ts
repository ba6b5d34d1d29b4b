import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultKind } from '../../emulators/neon/index.ts';
import { type Account, openAccount, stackProgram } from './testing/account.ts';

describe('when Neon fails', { timeout: 120_000 }, () => {
  let account: Account;
  beforeEach(async () => {
    account = await openAccount();
  });
  afterEach(async () => {
    expect(account.neon.violations).toEqual([]);
    await account.neon.stop();
  });

  /** Nothing twice, and nothing that the state does not know. */
  const expectExactly = (): void => {
    const projects = [...account.neon.state.projects.values()];
    expect(projects).toHaveLength(1);
    const [{ branches, endpoints }] = projects as [(typeof projects)[number]];
    expect(branches.map(({ branch }) => branch.name)).toEqual(['main', 'pr-7']);
    expect(branches[0]?.roles.map(({ name }) => name)).toEqual(['neondb_owner', 'app']);
    expect(branches[0]?.databases.map(({ name }) => name)).toEqual(['neondb', 'electricity']);
    expect(endpoints).toHaveLength(1);
  };

  it.each(['423', '429', '503', 'cut-before', 'cut-after', '500'] satisfies FaultKind[])(
    'gets over %s at every change, with nothing made twice',
    async (kind) => {
      const times = kind === 'cut-after' ? 1 : 2; // What took effect is not sent again.
      for (const [method, path] of [
        ['POST', /^\/projects$/],
        ['POST', /\/roles$/],
        ['POST', /\/databases$/],
        ['PATCH', /\/endpoints\//],
        ['POST', /\/branches$/],
        ['GET', /\/connection_uri/],
      ] as const)
        account.neon.faults.add({ kind, method, path, times });
      expect(await account.up(stackProgram())).toMatchObject({ create: 6 });
      expect(account.neon.faults.pending).toBe(0);
      expectExactly();
      expect(await account.up(stackProgram())).toMatchObject({ same: 6 });
    },
  );

  it('converges on the next run, killed before or after the effect of any request', async () => {
    const calls = await countCalls();
    expect(calls).toBeGreaterThan(20);
    for (let call = 1; call <= calls; call++) {
      for (const moment of ['before', 'after'] as const) {
        account.neon.state.projects.clear();
        account.engine.state.clear();
        await expect(account.up(stackProgram(), killedAt(call, moment))).rejects.toThrow('Cancelled');
        await account.up(stackProgram());
        expectExactly();
      }
    }
  });

  async function countCalls(): Promise<number> {
    await account.up(stackProgram());
    return account.neon.requests.length;
  }

  /** Stops the run at its nth request. */
  function killedAt(call: number, moment: 'before' | 'after') {
    const run = new AbortController();
    let sent = 0;
    const fetch: typeof globalThis.fetch = async (...request) => {
      sent += 1;
      if (sent < call) return globalThis.fetch(...request);
      if (moment === 'after') await globalThis.fetch(request[0], { ...request[1], signal: null });
      run.abort();
      throw new Error('killed');
    };
    return { fetch, signal: run.signal };
  }

  it('waits as long as Neon says when it meets the limit of rates', async () => {
    account.neon.faults.add({ kind: '429', method: 'POST', path: /\/roles$/, retryAfterSeconds: 7 });
    const waited: number[] = [];
    const sleep = async (ms: number) => void waited.push(ms);
    expect(await account.up(stackProgram(), { sleep })).toMatchObject({ create: 6 });
    expect(waited).toContain(7_000);
  });

  it('names the operation that failed', async () => {
    account.neon.state.failing.add('create_branch');
    await expect(account.up(stackProgram())).rejects.toThrow(
      /operation create_branch on project \S+ ended as failed: emulated failure/,
    );
    expect(await account.up(stackProgram())).toMatchObject({ create: 1, same: 5 });
    expectExactly();
  });

  it.each([
    [
      'the projects of the account',
      { projectsLimit: 0 },
      {},
      /POST \/projects.*\(422\).*limit of 0 exceeded.*larger plan/s,
    ],
    [
      'the restore window',
      {},
      { project: { historyRetentionSeconds: 86_400 } },
      /history_retention_seconds.*21600/s,
    ],
    [
      'the size of a compute',
      {},
      { endpoint: { maxComputeUnits: 4 } },
      /autoscaling_limit_max_cu must be at most 2/,
    ],
    ['the region', {}, { project: { regionId: 'aws-moon-1' } }, /region aws-moon-1 is not supported/],
  ])('says what the plan does not allow: %s', async (_, options, changes, message) => {
    await account.neon.stop();
    account = await openAccount(options);
    await expect(account.up(stackProgram(changes))).rejects.toThrow(message);
  });

  it('does not take over a project of that name that is another', async () => {
    await account.up(stackProgram());
    account.engine.state.clear();
    const other = stackProgram({ project: { pgVersion: 15 } });
    await expect(account.up(other)).rejects.toThrow(
      /project electricity \(\S+\) already, with pgVersion 17 instead of 15/,
    );
  });
});
