import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LocalWorkspace, PulumiCommand, type Stack } from '@pulumi/pulumi/automation/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NeonEmulator, startNeonEmulator } from '../emulators/neon/index.ts';
import * as neon from '../plugins/neon/sdk.ts';
import { ensureToolchain } from '../toolchain/ensure.ts';
import { pulumiEnvironment } from '../toolchain/environment.ts';
import { projectDir } from '../toolchain/project.ts';

/** The plugin `neon` under the real CLI, on an emulated account; the tests build on each other. */
describe('the plugin neon', () => {
  let account: NeonEmulator;
  let folder: string;
  let stack: Stack;

  beforeAll(async () => {
    account = await startNeonEmulator({ operationMs: 50 });
    folder = mkdtempSync(join(tmpdir(), 'eo-neon-'));
    mkdirSync(join(folder, 'state'));
    stack = await openStack();
  });
  afterAll(async () => {
    expect(account.violations).toEqual([]);
    await account.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function openStack(): Promise<Stack> {
    const { binDir } = await ensureToolchain(() => {});
    const { PULUMI_CONFIG_PASSPHRASE_FILE: _file, ...usual } = pulumiEnvironment(binDir);
    const env = {
      ...usual,
      PULUMI_BACKEND_URL: pathToFileURL(join(folder, 'state')).href,
      PULUMI_CONFIG_PASSPHRASE: 'for this test only',
      NEON_API_KEY: account.key,
      NEON_API_URL: account.url,
    };
    const providers = [{ name: 'neon', path: join(projectDir, 'infra', 'plugins', 'neon') }];
    // The SDK's type of a project file does not know `plugins`; the CLI does.
    const projectSettings = { name: 'neon-test', runtime: 'nodejs' as const, plugins: { providers } };
    return LocalWorkspace.createOrSelectStack(
      { stackName: 'test', projectName: 'neon-test', program },
      {
        pulumiCommand: await PulumiCommand.get({ root: dirname(binDir), skipVersionCheck: true }),
        envVars: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value ?? ''])),
        projectSettings,
      },
    );
  }

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
  const stateText = (): string => {
    const files = readdirSync(join(folder, 'state'), { recursive: true }).map(String);
    return files
      .filter((file) => file.endsWith('.json'))
      .map((file) => readFileSync(join(folder, 'state', file), 'utf8'))
      .join('');
  };

  it('makes a database whose password is in no state and no log', async () => {
    const { outputs, stdout, summary } = await stack.up();
    expect(summary.resourceChanges).toMatchObject({ create: 5 });
    const role = projects()[0]?.branches[0]?.roles.find(({ name }) => name === 'app');
    expect(outputs.url).toMatchObject({
      secret: true,
      value: expect.stringContaining(`app:${role?.password}@`),
    });
    expect(stateText()).toContain('neon:index:Role');
    expect(stateText() + stdout).not.toContain(role?.password);
  });

  it('changes nothing the second time, also after a refresh', async () => {
    account.requests.length = 0;
    expect((await stack.up()).summary.resourceChanges).toEqual({ same: 5 });
    expect(account.requests).toEqual([]);
    await stack.refresh();
    expect((await stack.up()).summary.resourceChanges).toEqual({ same: 5 });
    expect(account.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('keeps the data when it is taken down, and has it back', async () => {
    await stack.destroy();
    expect(projects()).toHaveLength(1);
    expect((await stack.up()).summary.resourceChanges).toMatchObject({ create: 5 });
    expect(projects()).toHaveLength(1);
  });
});
