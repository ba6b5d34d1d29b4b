import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceEntry } from '../../emulators/render/state.ts';
import { type Account, openAccount } from './testing/account.ts';
import { stackProgram } from './testing/program.ts';

const count = stackProgram().length;

describe('what a stack has at Render', { timeout: 120_000 }, () => {
  let account: Account;
  beforeEach(async () => {
    account = await openAccount();
    await account.up(stackProgram());
  });
  afterEach(async () => {
    expect(account.render.violations).toEqual([]);
    await account.render.stop();
  });

  const idOf = (name: string): string => account.engine.state.get(name)?.id ?? `no ${name}`;
  const service = (name: string): ServiceEntry =>
    account.render.state.services.get(idOf(name)) as ServiceEntry;
  const live = (name: string) => service(name).deploys.find(({ status }) => status === 'live');
  const expectNoDifference = async (program = stackProgram()): Promise<void> => {
    account.writes();
    expect(await account.up(program)).toMatchObject({ same: count });
    expect(account.writes()).toEqual([]);
  };

  it('is made, and is done when all of it is live', () => {
    expect([...account.render.state.services.keys()].map((id) => id.slice(0, 4)).sort()).toEqual(
      ['crn-', 'srv-', 'srv-', 'srv-', 'srv-'].sort(),
    );
    expect(account.render.state.projects.size).toBe(1);
    expect([...account.render.state.environments.values()]).toMatchObject([
      { name: 'production', protectedStatus: 'protected' },
    ]);
    expect(service('web')).toMatchObject({
      headers: [{ path: '/*', name: 'x-frame-options', value: 'DENY' }],
      routes: [{ type: 'rewrite', source: '/api/*' }],
      domains: [{ name: 'www.example.org' }],
    });
    for (const name of ['api', 'web', 'worker', 'inner', 'nightly']) {
      expect(account.engine.state.get(name)?.outputs).toMatchObject({
        deployStatus: 'live',
        deployId: live(name)?.id,
      });
    }
  });

  it('has the variables of its groups in the deploy that counts', () => {
    const { internalConnectionString } = account.engine.state.get('cache')?.outputs ?? {};
    expect(live('api')?.saw.env).toEqual({
      LOG_LEVEL: 'information',
      REDIS_URL: internalConnectionString,
      API_KEY: 'key-of-the-api',
    });
    // The first deploy, from before the group was linked, is not waited for.
    expect(service('api').deploys.map(({ status }) => status)).toEqual(['canceled', 'live']);
  });

  it('runs the commit that is asked for from the start, and not the newest', () => {
    expect(live('web')?.commit).toMatchObject({ id: 'c0ffee0' });
    expect(service('web').deploys.map(({ status }) => status)).toEqual(['canceled', 'live']);
    expect(service('worker').deploys.map(({ status }) => status)).toEqual(['live']);
  });

  it('is not touched again, also after a refresh, and a run without changes asks nothing', async () => {
    account.render.requests.length = 0;
    expect(await account.up(stackProgram())).toMatchObject({ same: count });
    expect(account.render.requests).toEqual([]);
    const before = structuredClone([...account.engine.state]);
    await account.engine.refresh(account.kinds());
    expect([...account.engine.state]).toEqual(before);
    await expectNoDifference();
  });

  it('makes a service anew for another region, under the same name', async () => {
    const before = idOf('api');
    const program = stackProgram({ api: { region: 'frankfurt' } });
    // The address of the API is part of a route of the web page.
    expect(await account.up(program)).toMatchObject({ replace: 1, update: 1 });
    expect(idOf('api')).not.toBe(before);
    expect(account.render.state.services.has(before)).toBe(false);
    expect(service('api').service).toMatchObject({ name: 'api', serviceDetails: { region: 'frankfurt' } });
    await expectNoDifference(program);
  });

  it('moves a service with linked groups to another environment', async () => {
    const { environments, groups } = account.render.state;
    const other = 'evm-00000000000000000000';
    environments.set(other, { ...environments.get(idOf('environment')), id: other, name: 'other' });
    const program = stackProgram({ api: { environmentId: other } });
    expect(await account.up(program)).toMatchObject({ update: 1 });
    expect(service('api').service.environmentId).toBe(other);
    expect(groups.get(idOf('group'))?.links.has(idOf('api'))).toBe(true);
    await expectNoDifference(program);
  });

  it('refuses to replace a Key Value without consent that was given before', async () => {
    const before = idOf('cache');
    const elsewhere = { region: 'frankfurt' };
    account.writes();
    const refusal = /region would replace the Key Value cache, and lose its data.*set allowDataLoss to true/;
    await expect(account.up(stackProgram({ cache: elsewhere }))).rejects.toThrow(refusal);
    const both = stackProgram({ cache: { ...elsewhere, allowDataLoss: true } });
    await expect(account.up(both)).rejects.toThrow(refusal);
    expect(account.writes()).toEqual([]);
    await account.up(stackProgram({ cache: { allowDataLoss: true } }));
    expect(await account.up(both)).toMatchObject({ replace: 1 });
    expect([...account.render.state.keyValues.keys()]).toEqual([idOf('cache')]);
    expect(idOf('cache')).not.toBe(before);
  });

  it('has a disk that grows', async () => {
    account.writes();
    const program = stackProgram({ worker: { disk: { name: 'data', mountPath: '/data', sizeGB: 8 } } });
    expect(await account.up(program)).toMatchObject({ update: 1 });
    expect(account.writes()).toEqual([
      expect.stringMatching(/^PATCH \/disks\/dsk-/),
      expect.stringMatching(/deploys$/),
    ]);
    await expectNoDifference(program);
  });

  it.each([
    ['taken away', { disk: undefined }, /lose its disk data.*allowDataLoss/],
    ['smaller', { disk: { name: 'data', mountPath: '/data', sizeGB: 1 } }, /5 GB and can't shrink to 1 GB/],
    [
      'lost with its service',
      { region: 'ohio' },
      /region would replace the service worker, and lose its disk/,
    ],
  ])('refuses a disk that is %s', async (_, changes, refusal) => {
    account.writes();
    await expect(account.up(stackProgram({ worker: changes }))).rejects.toThrow(refusal);
    expect(account.writes()).toEqual([]);
  });

  it('is deleted, but for what has data and what that is in', async () => {
    await expect(account.up([])).rejects.toThrow(/Deleting worker would lose its disk/);
    await account.up(stackProgram({ worker: { allowDataLoss: true } }));
    // As the engine does with `retainOnDelete`.
    account.engine.state.delete('cache');
    await account.up([]);
    const { services, groups, credentials, keyValues, environments, projects } = account.render.state;
    expect([services.size, groups.size, credentials.size]).toEqual([0, 0, 0]);
    expect([keyValues.size, environments.size, projects.size]).toEqual([1, 1, 1]);
    expect(account.reported).toContainEqual(
      expect.stringMatching(/^project power stays: Render would delete red-\S+ along with it$/),
    );
    expect(await account.up(stackProgram())).toMatchObject({ create: count });
    expect([keyValues.size, environments.size, projects.size]).toEqual([1, 1, 1]);
  });

  it('goes as a whole with consent', async () => {
    const consent = { allowDataLoss: true };
    await account.up(stackProgram({ cache: consent, worker: consent }));
    expect(await account.up([])).toMatchObject({ delete: count });
    expect([...account.render.state.keyValues, ...account.render.state.projects]).toEqual([]);
  });

  it('shows in a refresh what was changed or deleted in the dashboard', async () => {
    service('api').env.set('API_KEY', 'changed by hand');
    service('api').service.serviceDetails.numInstances = 7;
    service('web').headers = [];
    account.render.state.services.delete(idOf('nightly'));
    await account.engine.refresh(account.kinds());
    expect(account.engine.state.get('api')?.outputs).toMatchObject({
      numInstances: 7,
      env: { API_KEY: 'changed by hand' },
    });
    expect(account.engine.state.has('nightly')).toBe(false);
    expect(await account.up(stackProgram())).toMatchObject({ create: 1, update: 2, same: count - 3 });
    expect(live('api')?.saw.env.API_KEY).toBe('key-of-the-api');
  });
});
