import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LocalWorkspace, PulumiCommand, type Stack } from '@pulumi/pulumi/automation/index.js';
import { ensureToolchain } from '../toolchain/ensure.ts';
import { fileBackend, pulumiEnvironment } from '../toolchain/environment.ts';
import { projectDir } from '../toolchain/project.ts';

/** A stack of a test, with a state of its own, under the real CLI. */
export interface PluginStack {
  stack: Stack;
  /** Everything that the state holds, as text. */
  stateText(): string;
  remove(): void;
}

/**
 * @param plugin name of a plugin in `infra/plugins`, to which `<name>:` resources of the program go
 * @param env what the plugin needs, such as the address of an emulator
 */
export async function openPluginStack(
  plugin: string,
  env: Readonly<Record<string, string>>,
  program: () => Promise<Record<string, unknown>>,
): Promise<PluginStack> {
  const folder = mkdtempSync(join(tmpdir(), `eo-${plugin}-`));
  const state = join(folder, 'state');
  mkdirSync(state);
  const { binDir } = await ensureToolchain(() => {});
  const { PULUMI_CONFIG_PASSPHRASE_FILE: _file, ...usual } = pulumiEnvironment(binDir);
  const ours = {
    PULUMI_BACKEND_URL: fileBackend(state),
    PULUMI_CONFIG_PASSPHRASE: 'for this test only',
  };
  const providers = [{ name: plugin, path: join(projectDir, 'infra', 'plugins', plugin) }];
  // The SDK's type of a project file does not know `plugins`; the CLI does.
  const projectSettings = { name: `${plugin}-test`, runtime: 'nodejs' as const, plugins: { providers } };
  const all = Object.entries({ ...usual, ...ours, ...env });
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: 'test', projectName: projectSettings.name, program },
    {
      pulumiCommand: await PulumiCommand.get({ root: dirname(binDir), skipVersionCheck: true }),
      envVars: Object.fromEntries(all.map(([name, value]) => [name, value ?? ''])),
      projectSettings,
    },
  );
  return {
    stack,
    stateText: () =>
      readdirSync(state, { recursive: true })
        .map(String)
        .filter((file) => file.endsWith('.json'))
        .map((file) => readFileSync(join(state, file), 'utf8'))
        .join(''),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
