import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultKind } from '../../emulators/render/index.ts';
import type { ServiceEntry } from '../../emulators/render/state.ts';
import { type Account, openAccount } from './testing/account.ts';
import { type End, upUntil } from './testing/kill.ts';
import { stackProgram } from './testing/program.ts';

/** What every call is needed for, and no more: a service with a group, its Key Value and a page. */
const few = (changes: Parameters<typeof stackProgram>[0] = {}) =>
  stackProgram({ api: { registryCredentialId: undefined }, ...changes }).filter(({ name }) =>
    ['project', 'environment', 'cache', 'group', 'api'].includes(name),
  );

describe('when Render fails', { timeout: 240_000 }, () => {
  let account: Account;
  beforeEach(async () => {
    account = await openAccount();
  });
  afterEach(async () => {
    expect(account.render.violations).toEqual([]);
    await account.render.stop();
  });

  /** Nothing twice, nothing that the state does not know, and the newest settings live. */
  const expectExactly = (): void => {
    const { projects, environments, keyValues, groups, services } = account.render.state;
    const there = [projects, environments, keyValues, groups, services].flatMap((all) => [...all.keys()]);
    expect(there).toEqual(['project', 'environment', 'cache', 'group', 'api'].map(idOf));
    const [entry] = services.values();
    expect(live(entry)?.saw.env).toMatchObject({
      LOG_LEVEL: 'information',
      API_KEY: 'key-of-the-api',
    });
    expect([...(groups.get(idOf('group'))?.links ?? [])]).toEqual([idOf('api')]);
  };
  const live = (entry?: ServiceEntry) => entry?.deploys.find(({ status }) => status === 'live');
  const idOf = (name: string): string => account.engine.state.get(name)?.id ?? `no ${name}`;

  it.each(['423', '429', '503', '500', 'cut-before', 'cut-after'] satisfies FaultKind[])(
    'gets over %s at every change, with nothing made twice',
    async (kind) => {
      const times = kind === 'cut-after' ? 1 : 2; // What took effect is not sent again.
      for (const [method, path] of [
        ['POST', /^\/projects$/],
        ['PATCH', /^\/environments\//],
        ['POST', /^\/key-value$/],
        ['GET', /connection-info$/],
        ['POST', /^\/env-groups$/],
        ['POST', /^\/services$/],
        ['POST', /^\/env-groups\/.*\/services\//],
        ['POST', /\/deploys$/],
        ['GET', /\/deploys\/dep-/],
      ] as const)
        account.render.faults.add({ kind, method, path, times });
      // A POST that got no answer and had no effect is not sent again in this run, but in the next.
      for (let run = 0; account.render.faults.pending > 0 && run < 20; run++)
        await account
          .up(few())
          .catch((error: Error) => expect(error.message).toMatch(/^POST .* got no answer/));
      await account.up(few());
      expect(account.render.faults.pending).toBe(0);
      expectExactly();
      expect(await account.up(few())).toMatchObject({ same: 5 });
    },
  );

  it('converges on the next run, stopped before or after the effect of any request', async () => {
    await account.up(few());
    const calls = account.render.requests.length;
    expect(calls).toBeGreaterThan(25);
    for (const end of ends(calls)) {
      startOver();
      await expect(upUntil(account, few(), end)).rejects.toThrow();
      await account.up(few());
      expectExactly();
    }
  });

  it('converges when a change of a service is stopped at any request', async () => {
    const api = { registryCredentialId: undefined, env: { API_KEY: 'key-of-the-api', MORE: '1' } };
    const change = few({ api: { ...api, numInstances: 3, plan: '2c-4g' } });
    await account.up(few());
    const before = account.render.requests.length;
    await account.up(change);
    for (const end of ends(account.render.requests.length - before)) {
      startOver();
      await account.up(few());
      await expect(upUntil(account, change, end)).rejects.toThrow();
      await account.up(change);
      expectExactly();
      const [entry] = account.render.state.services.values();
      expect(entry?.service.serviceDetails).toMatchObject({ plan: '2c-4g', numInstances: 3 });
      expect(live(entry)?.saw).toMatchObject({ plan: '2c-4g', env: { MORE: '1' } });
    }
  });

  function* ends(calls: number): Generator<End> {
    for (let call = 1; call <= calls; call++)
      for (const moment of ['before', 'after'] as const)
        for (const manner of ['interrupted', 'killed'] as const) yield { call, moment, manner };
  }

  function startOver(): void {
    const { projects, environments, keyValues, groups, services } = account.render.state;
    for (const all of [projects, environments, keyValues, groups, services]) all.clear();
    account.engine.state.clear();
  }
});
