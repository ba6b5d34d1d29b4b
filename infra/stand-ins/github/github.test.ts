import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GithubEmulator, startGithubEmulator } from '../../emulators/github/index.ts';
import type { ResourceKind, Values } from '../../plugins/protocol/kind.ts';
import { connect } from './client.ts';
import { deploymentPolicy } from './kinds/deployment-policy.ts';
import { environment } from './kinds/environment.ts';
import { environmentSecret } from './kinds/secret.ts';
import { environmentVariable } from './kinds/variable.ts';

describe('the stand-in for the GitHub plugin, on the emulator', { timeout: 30_000 }, () => {
  let github: GithubEmulator;
  let kinds: Record<'environment' | 'secret' | 'variable' | 'policy', ResourceKind>;
  const at = { repository: 'power', environment: 'production' };
  const customBranches = { protectedBranches: false, customBranchPolicies: true };

  beforeEach(async () => {
    github = await startGithubEmulator({ repositories: ['acme/power'] });
    const client = connect({ GITHUB_TOKEN: github.token, GITHUB_OWNER: 'acme', GITHUB_BASE_URL: github.url });
    kinds = {
      environment: environment(client),
      secret: environmentSecret(client),
      variable: environmentVariable(client),
      policy: deploymentPolicy(client),
    };
    await kinds.environment.create({ ...at, deploymentBranchPolicy: customBranches });
  });
  afterEach(async () => {
    expect(github.violations).toEqual([]);
    await github.stop();
  });

  const production = () => github.state.repositories.get('acme/power')?.environments.get('production');

  it('seals a secret that the emulator opens, and sets it anew without deleting it', async () => {
    const inputs = { ...at, secretName: 'API_KEY', value: 'first ü' };
    const made = await kinds.secret.create(inputs);
    expect(made.id).toBe('power:production:API_KEY');
    expect(production()?.secrets.get('API_KEY')?.value).toBe('first ü');
    expect(await kinds.secret.diff?.(made.id, made.outputs, { ...inputs, value: 'second' })).toEqual({
      changes: true,
      replaces: [],
    });
    await kinds.secret.update(made.id, { ...inputs, value: 'second' }, made.outputs);
    expect(production()?.secrets.get('API_KEY')?.value).toBe('second');
    expect(JSON.stringify(github.requests)).not.toContain('second');
  });

  it('notices a secret that someone else has set', async () => {
    const made = await kinds.secret.create({ ...at, secretName: 'API_KEY', value: 'ours' });
    expect(await kinds.secret.read(made.id, made.outputs)).toMatchObject({ value: 'ours' });
    const kept = production()?.secrets.get('API_KEY');
    if (kept) kept.updatedAt = '2099-01-01T00:00:00Z';
    expect(await kinds.secret.read(made.id, made.outputs)).toMatchObject({ value: '' });
  });

  it('keeps variables and branch policies, and finds them gone', async () => {
    const variable = await kinds.variable.create({ ...at, variableName: 'STACK', value: 'production' });
    await kinds.variable.update(
      variable.id,
      { ...at, variableName: 'STACK', value: 'other' },
      variable.outputs,
    );
    expect(await kinds.variable.read(variable.id, {})).toMatchObject({ ...at, value: 'other' });
    const policy = await kinds.policy.create({ ...at, branchPattern: 'main' });
    expect(production()?.policies).toMatchObject([{ name: 'main', type: 'branch' }]);
    await kinds.policy.delete(policy.id, policy.outputs);
    expect(await kinds.policy.read(policy.id, policy.outputs)).toBeNull();
    await kinds.variable.delete(variable.id, variable.outputs);
    expect(await kinds.variable.read(variable.id, variable.outputs)).toBeNull();
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'a name of GitHub',
      () => kinds.secret.create({ ...at, secretName: 'GITHUB_X', value: '' }),
      /422.*not a valid name/,
    ],
    [
      'a repository that is not there',
      () => kinds.environment.create({ ...at, repository: 'other' } as Values),
      /404/,
    ],
    [
      'a box that was sealed with another key',
      () =>
        fetch(`${github.url}/repos/acme/power/environments/production/secrets/X`, {
          method: 'PUT',
          headers: { authorization: `Bearer ${github.token}` },
          body: JSON.stringify({ encrypted_value: 'AAAA', key_id: '1' }),
        }).then(async (answer) => Promise.reject(new Error(`${answer.status} ${await answer.text()}`))),
      /422.*key_id does not match/,
    ],
    [
      'a wrong token',
      () =>
        environment(
          connect({ GITHUB_TOKEN: 'no', GITHUB_OWNER: 'acme', GITHUB_BASE_URL: github.url }),
        ).create(at),
      /401.*Bad credentials/,
    ],
  ])('refuses %s', async (_, act, message) => {
    await expect(act()).rejects.toThrow(message);
  });
});
