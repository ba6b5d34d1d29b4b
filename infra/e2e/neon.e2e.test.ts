import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NeonEmulator, startNeonEmulator } from '../emulators/neon/index.ts';
import * as neon from '../plugins/neon/sdk.ts';
import { openPluginStack, type PluginStack } from './plugin-stack.ts';

/** The plugin `neon` under the real CLI, on an emulated account; the tests build on each other. */
describe('the plugin neon', () => {
  let account: NeonEmulator;
  let test: PluginStack;

  beforeAll(async () => {
    account = await startNeonEmulator({ operationMs: 50 });
    test = await openPluginStack('neon', { NEON_API_KEY: account.key, NEON_API_URL: account.url }, program);
  });
  afterAll(async () => {
    expect(account.violations).toEqual([]);
    await account.stop();
    test.remove();
  });

  async function program() {
    const kept = { retainOnDelete: true };
    const project = new neon.Project('database', { name: 'power' }, kept);
    const at = { projectId: project.projectId, branchId: project.defaultBranchId };
    const role = new neon.Role('app', { ...at, name: 'app' }, kept);
    const database = new neon.Database('power', { ...at, name: 'power', ownerName: role.name }, kept);
    const named = { databaseName: database.name, roleName: role.name };
    const uri = new neon.ConnectionUri('uri', { ...at, ...named, triggers: [role.password] });
    return { url: uri.pooled };
  }

  const projects = () => [...account.state.projects.values()].filter(({ deletedAt }) => !deletedAt);

  it('makes a database whose password is in no state and no log', async () => {
    const { outputs, stdout, summary } = await test.stack.up();
    expect(summary.resourceChanges).toMatchObject({ create: 5 });
    const role = projects()[0]?.branches[0]?.roles.find(({ name }) => name === 'app');
    expect(outputs.url).toMatchObject({
      secret: true,
      value: expect.stringContaining(`app:${role?.password}@`),
    });
    expect(test.stateText()).toContain('neon:index:Role');
    expect(test.stateText() + stdout).not.toContain(role?.password);
  });

  it('changes nothing the second time, also after a refresh', async () => {
    account.requests.length = 0;
    expect((await test.stack.up()).summary.resourceChanges).toEqual({ same: 5 });
    expect(account.requests).toEqual([]);
    await test.stack.refresh();
    expect((await test.stack.up()).summary.resourceChanges).toEqual({ same: 5 });
    expect(account.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('keeps the data when it is taken down, and has it back', async () => {
    await test.stack.destroy();
    expect(projects()).toHaveLength(1);
    const id = projects()[0]?.project.id ?? '';
    const resources = [{ type: 'neon:index:Project', name: 'database', id }];
    await test.stack.import({ resources, protect: false, generateCode: false });
    const { changeSummary } = await test.stack.preview();
    expect(changeSummary).toEqual({ same: 2, create: 3 });
    await test.stack.up();
    expect(projects()).toHaveLength(1);
  });
});
