import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Kept } from '../../testing/small-engine.ts';
import { type Account, openAccount } from './testing/account.ts';
import { stackProgram } from './testing/program.ts';

const count = stackProgram().length;

/** The tests share an account; each begins with the program as it was. */
describe('a stack that is there', { timeout: 120_000 }, () => {
  let account: Account;
  beforeAll(async () => {
    account = await openAccount();
  }, 60_000);
  beforeEach(async () => {
    await account.up(stackProgram());
  }, 60_000);
  afterAll(async () => {
    expect(account.render.violations).toEqual([]);
    await account.render.stop();
  });

  const idOf = (name: string): string => account.engine.state.get(name)?.id ?? `no ${name}`;
  const expectNoDifference = async (program = stackProgram()): Promise<void> => {
    account.writes();
    expect(await account.up(program)).toMatchObject({ same: count });
    expect(account.writes()).toEqual([]);
  };

  const deployed = 'POST /services/ID/deploys';
  it.each([
    ['replicas', 'api', { numInstances: 3 }, ['POST /services/ID/scale']],
    ['a variable', 'api', { env: { API_KEY: 'another-key' } }, ['PUT /services/ID/env-vars', deployed]],
    ['the image', 'api', { image: 'ghcr.io/example/api:2' }, ['PATCH /services/ID', deployed]],
    ['the plan', 'api', { plan: 'standard' }, ['PATCH /services/ID', deployed]],
    [
      'much at once, with one deploy',
      'api',
      { numInstances: 4, image: 'ghcr.io/example/api:3', env: {}, plan: 'pro', envGroupIds: [] },
      [
        'POST /services/ID/scale',
        'PATCH /services/ID',
        'PUT /services/ID/env-vars',
        'DELETE /env-groups/GROUP/services/ID',
        deployed,
      ],
    ],
    ['the name, without a deploy', 'api', { name: 'backend' }, ['PATCH /services/ID']],
    [
      'the end of scaling by load',
      'inner',
      { autoscaling: undefined },
      ['DELETE /services/ID/autoscaling', 'POST /services/ID/scale'],
    ],
    ['the branch', 'web', { branch: 'next' }, ['PATCH /services/ID', deployed]],
    ['headers', 'web', { headers: [] }, ['PUT /services/ID/headers']],
    ['routes', 'web', { routes: [] }, ['PUT /services/ID/routes']],
    ['the schedule', 'nightly', { schedule: '0 4 * * *' }, ['PATCH /services/ID', deployed]],
    [
      'a secret file',
      'nightly',
      { secretFiles: { 'settings.json': '{}' } },
      ['PUT /services/ID/secret-files', deployed],
    ],
    ['a trigger', 'nightly', { triggers: { key: 'a new one' } }, [deployed]],
    ['the plan of a Key Value', 'cache', { plan: '256mb' }, ['PATCH /key-value/ID']],
    [
      'a variable of a group',
      'group',
      { env: { LOG_LEVEL: 'debug', MORE: '1' } },
      ['PUT /env-groups/ID/env-vars/LOG_LEVEL', 'PUT /env-groups/ID/env-vars/MORE'],
    ],
    ['a token', 'credential', { authToken: 'another-token' }, ['PATCH /registrycredentials/ID']],
    [
      'the protection of an environment',
      'environment',
      { protectedStatus: 'unprotected' },
      ['PATCH /environments/ID'],
    ],
    ['the name of a project', 'project', { name: 'electricity' }, ['PATCH /projects/ID']],
  ] as const)('takes over %s in place', async (_, name, changes, expected) => {
    account.writes();
    const program = stackProgram({ [name]: changes });
    expect(await account.up(program)).toMatchObject({ update: 1, same: count - 1 });
    const said = (write: string) => write.replace(idOf(name), 'ID').replace(idOf('group'), 'GROUP');
    const matching = expected.map((each) => (typeof each === 'string' ? each : expect.stringMatching(each)));
    expect(account.writes().map(said)).toEqual(matching);
    await account.engine.refresh(account.kinds());
    await expectNoDifference(program);
  });

  it.each(stackProgram().map(({ name }) => name))('imports %s into an empty difference', async (name) => {
    const kept = account.engine.state.get(name) as Kept;
    const imported = await account.kinds()[kept.type]?.read(kept.id, {});
    // Neither is told by Render: a token, and what only concerns Pulumi.
    const { authToken, rollbackOnFailure } = kept.outputs;
    const outputs = { ...imported, ...(authToken ? { authToken } : {}), rollbackOnFailure };
    account.engine.state.set(name, { ...kept, outputs });
    await expectNoDifference();
  });
});
