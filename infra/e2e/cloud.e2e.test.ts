import type { Stack } from '@pulumi/pulumi/automation/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportDrift } from '../cli/drift.ts';
import { recoverAtNeon } from '../cli/recovery/neon.ts';
import { rotate } from '../cli/rotation.ts';
import { putState } from '../cli/stack-state.ts';
import type { StackOutputs } from '../outputs.ts';
import { openSession } from '../plugins/neon/session.ts';
import { type Cloud, commit, startCloud } from './cloud-kit.ts';

// Several ups in one test take minutes on a busy machine.
const timeout = 900_000;
/** As `npm run down` does it. */
const asDown = { excludeProtected: true };

/** The life of a cloud stack under the real CLI, on emulated accounts; the tests build on each other. */
describe('production', { timeout }, () => {
  let cloud: Cloud;
  let stack: Stack;
  const printed: string[] = [];
  beforeAll(async () => {
    cloud = await startCloud();
    stack = await cloud.stack('production', { 'cloud:domain': 'prices.example.org' });
  });
  afterAll(async () => {
    expect(await cloud?.stop()).toEqual([]);
  });

  /** Brings the stack up, and says what that did. */
  async function up(config: Record<string, string> = {}) {
    for (const [key, value] of Object.entries(config)) await stack.setConfig(key, { value });
    cloud.writes();
    const steps: string[] = [];
    const { summary, stdout, stderr } = await stack.up({
      color: 'never',
      onEvent: ({ resOutputsEvent }) => {
        if (!resOutputsEvent) return;
        const { op, urn } = resOutputsEvent.metadata;
        steps.push(`${op} ${urn.split('::').at(-1)}`);
      },
    });
    printed.push(stdout, stderr);
    return { changes: summary.resourceChanges ?? {}, writes: cloud.writes(), steps };
  }
  const nothing = { changes: { same: expect.any(Number) }, writes: [] };
  const inOrder = (steps: readonly string[], ...expected: string[]) =>
    expect(steps.filter((step) => expected.includes(step))).toEqual(expected);
  const serviceOf = (name: string) =>
    [...cloud.render.state.services.values()].find(({ service }) => service.name.includes(name));
  const apiEnv = () => Object.fromEntries(serviceOf('backend')?.env ?? []);
  const database = () => [...cloud.neon.state.projects.values()][0]?.branches[0];
  const jobs = () => cloud.github.state.repositories.get('acme/power')?.environments.get('jobs');
  const outputs = async (): Promise<StackOutputs> =>
    Object.fromEntries(
      Object.entries(await stack.outputs()).map(([name, { value }]) => [name, value]),
    ) as never;

  it('is previewed without a write, and not at all over budget', async () => {
    await stack.setConfig('backend:plan', { value: '2c-4g' });
    await expect(stack.preview()).rejects.toThrow(/would cost \$96\.00 a month, \$46\.00 over its budget/);
    await stack.removeConfig('backend:plan');
    const { changeSummary, stdout } = await stack.preview({ color: 'never' });
    printed.push(stdout);
    expect(changeSummary.create).toBeGreaterThan(15);
    expect(cloud.writes()).toEqual([]);
  });

  it('comes up with everything by one command', async () => {
    await up();
    const { webUrl, apiUrl, services, cost, schedules, internalApiKey, databaseUrl } = await outputs();
    expect(webUrl).toBe('https://prices.example.org');
    expect(apiUrl).toMatch(/^https:\/\/electricity-optimizer-backend-production.*\.onrender\.com$/);
    expect(services.map(({ name, status }) => [name, status])).toEqual([
      ['backend', 'healthy'],
      ['frontend', 'healthy'],
      ['redis', 'healthy'],
      ['postgres', 'managed'],
    ]);
    expect(cost).toMatchObject({ total: 18, budget: 50, headroom: 32 });
    expect(schedules).toContainEqual(
      expect.objectContaining({ name: 'price-sync', runner: 'github-actions' }),
    );
    expect(apiEnv()).toMatchObject({ INTERNAL_API_KEY: internalApiKey, DATABASE_URL: databaseUrl });
    expect(apiEnv().DATABASE_URL).toMatch(/electricity_app_1:.*-pooler\./);
    expect(apiEnv().OWNER_DATABASE_URL).toMatch(/electricity_owner:(?!.*-pooler\.)/);
    // The one that Render begins by itself takes the newest commit, so it is stopped.
    expect(serviceOf('backend')?.deploys.map(({ status }) => status)).toEqual(['canceled', 'live']);
    expect(serviceOf('backend')?.deploys.at(-1)?.commit).toMatchObject({ id: commit });
    expect(serviceOf('frontend')?.domains).toMatchObject([{ name: 'prices.example.org' }]);
    expect(jobs()?.secrets.get('INTERNAL_API_KEY')?.value).toBe(internalApiKey);
    expect(jobs()?.policies).toMatchObject([{ name: 'main', type: 'branch' }]);
  });

  it('changes nothing the second time, also after a refresh', async () => {
    const second = await up();
    expect(second).toMatchObject(nothing);
    expect(Object.keys(second.changes)).toEqual(['same']);
    await stack.refresh();
    const refreshed = await up();
    expect(refreshed).toMatchObject(nothing);
    expect(Object.keys(refreshed.changes)).toEqual(['same']);
  });

  it('is taken over with the state that was kept, when that of Pulumi is lost: nothing is made twice', async () => {
    const kept = { config: await stack.getAllConfig(), deployment: await stack.exportStack() };
    const before = await outputs();
    await stack.workspace.removeStack('production', { force: true });
    stack = await cloud.stack('production');
    await putState(stack, kept);
    await expect(putState(stack, kept)).rejects.toThrow(/^Stack production is there, with \d\d resources;/);
    await stack.refresh();
    const { changes, writes } = await up();
    expect({ changes, writes }).toEqual(nothing);
    expect(await outputs()).toEqual(before);
  });

  it('is recovered to a second by Neon, what was there stays a branch, and Pulumi sees no difference', async () => {
    const neon = openSession({ NEON_API_KEY: cloud.neon.key, NEON_API_URL: cloud.neon.url });
    const branches = () =>
      [...cloud.neon.state.projects.values()][0]?.branches.map(({ branch }) => branch) ?? [];
    const [before] = branches();
    await expect(recoverAtNeon(stack, 'latest', neon)).rejects.toThrow(
      /^--to is "latest"; Neon takes an instant/,
    );
    await expect(recoverAtNeon(stack, '2999-01-01', neon)).rejects.toThrow(/yet to come/);
    await expect(recoverAtNeon(stack, '2020-01-01', neon)).rejects.toThrow(/refused \(400\): .*history/);
    expect(branches()).toHaveLength(1);
    const { keptAs } = await recoverAtNeon(stack, new Date(Date.now() - 1_000).toISOString(), neon);
    expect(branches().map(({ name }) => name)).toEqual([before?.name, keptAs]);
    expect(branches()[0]).toMatchObject({ id: before?.id, default: true, last_reset_at: expect.any(String) });
    await stack.refresh();
    const { changes, writes } = await up();
    expect({ changes, writes }).toEqual(nothing);
  });

  it.each<[string, Record<string, string>, RegExp[]]>([
    ['replicas', { 'backend:replicas': '2' }, [/^POST \/services\/srv-\w+\/scale$/]],
    [
      'a variable and the plan, with one deploy for both,',
      { 'prices:defaultZone': 'SE3', 'backend:plan': '1c-2g', 'costs:budgetUsd': '80' },
      [
        /^PATCH \/services\/srv-\w+$/,
        /^PUT \/services\/srv-\w+\/env-vars$/,
        /^POST \/services\/srv-\w+\/deploys$/,
        /variables\/DEFAULT_ZONE$/,
      ],
    ],
    [
      'from a build to an image',
      { 'backend:image': 'ghcr.io/acme/power:2' },
      // The image is the release that the API tells.
      [
        /^PATCH \/services\/srv-\w+$/,
        /^PUT \/services\/srv-\w+\/env-vars$/,
        /^POST \/services\/srv-\w+\/deploys$/,
      ],
    ],
  ])('changes %s in place with no more writes than that takes', async (_what, config, expected) => {
    const { changes, writes } = await up(config);
    expect(changes).not.toHaveProperty('replace');
    expect(writes.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expected.map((pattern) => expect.stringMatching(pattern)),
    );
  });

  it('refuses to replace what holds data, and says how to consent', async () => {
    await stack.setConfig('cloud:region', { value: 'oregon' });
    await expect(stack.preview()).rejects.toThrow(
      // Whichever is asked first.
      /(region would replace the Key Value|Changing regionId) .*allowDataLoss/,
    );
    cloud.writes();
    await expect(stack.up()).rejects.toThrow(/allowDataLoss/);
    expect(cloud.writes()).toEqual([]);
    await stack.removeConfig('cloud:region');
  });

  it('has its key rotated with overlap: both are accepted until everyone has the new one', async () => {
    const before = (await outputs()).internalApiKey;
    const accepted: string[] = [];
    let first: string[] = [];
    await rotate(stack, 'internal-api-key', async () => {
      const { steps } = await up();
      if (accepted.push(apiEnv().INTERNAL_API_KEY ?? '') === 1) first = steps;
      return steps.filter((step) => !step.startsWith('same')).length;
    });
    const after = (await outputs()).internalApiKey;
    expect(after).not.toBe(before);
    expect(accepted).toEqual([`${after},${before}`, after]);
    expect(jobs()?.secrets.get('INTERNAL_API_KEY')?.value).toBe(after);
    inOrder(first, 'update internal-api-key', 'update backend', 'update github-secret-INTERNAL_API_KEY');
  });

  it('has the password of its database rotated: the old role goes after the new one is deployed', async () => {
    let steps: string[] = [];
    await rotate(stack, 'database-password', async () => {
      ({ steps } = await up());
      return steps.length;
    });
    const roles = database()?.roles.map(({ name }) => name);
    expect(roles).toContain('electricity_app_2');
    expect(roles).not.toContain('electricity_app_1');
    expect(apiEnv().DATABASE_URL).toContain('electricity_app_2:');
    expect(jobs()?.secrets.get('DATABASE_URL')?.value).toContain('electricity_app_2:');
    inOrder(steps, 'create-replacement database-app', 'update backend', 'delete-replaced database-app');
  });

  it('has what was changed outside Pulumi reported, and undone by an up that looks first', async () => {
    expect(await reportDrift(stack)).toEqual({ found: [], text: '  drift: none' });
    cloud.writes();
    const api = serviceOf('backend');
    if (api) api.service.serviceDetails.healthCheckPath = '/other';
    jobs()?.variables.delete('STACK');
    const { found, text } = await reportDrift(stack);
    expect(found).toEqual([
      { resource: 'backend', change: 'changed', properties: ['healthCheckPath'] },
      { resource: 'github-variable-STACK', change: 'deleted', properties: [] },
    ]);
    expect(text).toMatch(/backend was changed: healthCheckPath\n.*STACK was deleted/);
    expect(cloud.writes()).toEqual([]);
    await stack.up({ refresh: true });
    expect(api?.service.serviceDetails.healthCheckPath).toBe('/readyz');
    expect(jobs()?.variables.get('STACK')).toBeDefined();
  });

  it('imports its API into an empty difference', async () => {
    await forget(stack, 'backend');
    const id = serviceOf('backend')?.service.id ?? '';
    const resources = [{ type: 'render:index:WebService', name: 'backend', id }];
    cloud.writes();
    const imported = await stack.import({ resources, protect: false, generateCode: false, color: 'never' });
    printed.push(imported.stdout);
    const { changeSummary } = await stack.preview({ expectNoChanges: true });
    expect(Object.keys(changeSummary)).toEqual(['same']);
    expect(cloud.writes()).toEqual([]);
  });

  it('keeps its data, and what opens its backups, when it is taken down, and has them back', async () => {
    const { backupKey } = await outputs();
    await stack.destroy(asDown);
    expect(cloud.render.state.services.size).toBe(0);
    expect(cloud.render.state.keyValues.size).toBe(1);
    expect(database()?.roles.map(({ name }) => name)).toContain('electricity_owner');
    await up();
    expect(cloud.neon.state.projects.size).toBe(1);
    expect(cloud.render.state.keyValues.size).toBe(1);
    expect(backupKey).toMatch(/^[\w-]{43}$/);
    expect(jobs()?.secrets.get('BACKUP_KEY')?.value).toBe(backupKey);
  });

  it('shows no secret in its state or in what it prints', async () => {
    const { internalApiKey } = await outputs();
    const passwords = database()?.roles.map(({ password }) => password) ?? [];
    expect(passwords.length).toBeGreaterThanOrEqual(2);
    const text = [cloud.state(), ...printed].join('\n');
    expect(text).toContain('electricity-optimizer-backend-production');
    for (const secret of [
      internalApiKey,
      ...passwords,
      cloud.render.key,
      cloud.neon.key,
      cloud.github.token,
    ]) {
      expect(secret).toMatch(/\S{12}/);
      expect(text.includes(secret ?? '')).toBe(false);
    }
  });
});

/** Takes a resource out of the state, as if the stack had never known it. */
async function forget(stack: Stack, name: string): Promise<void> {
  const state = await stack.exportStack();
  const resources: {
    urn: string;
    dependencies?: string[];
    propertyDependencies?: Record<string, string[]>;
  }[] = state.deployment.resources;
  const isIt = (urn: string): boolean => urn.endsWith(`::${name}`);
  state.deployment.resources = resources
    .filter(({ urn }) => !isIt(urn))
    .map(({ dependencies = [], propertyDependencies = {}, ...rest }) => ({
      ...rest,
      dependencies: dependencies.filter((urn) => !isIt(urn)),
      propertyDependencies: Object.fromEntries(
        Object.entries(propertyDependencies).map(([key, urns]) => [
          key,
          urns?.filter((urn) => !isIt(urn)) ?? [],
        ]),
      ),
    }));
  await stack.importStack(state);
}

/** Life and end of data, with the consent that takes. */
describe('production with consent to lose its data', { timeout }, () => {
  let cloud: Cloud;
  afterAll(async () => {
    expect(await cloud?.stop()).toEqual([]);
  });

  it('has its data made anew in another region, and taken down as a whole', async () => {
    cloud = await startCloud();
    const consent = { 'database:allowDataLoss': 'true', 'redis:allowDataLoss': 'true' };
    const stack = await cloud.stack('production', consent);
    await stack.up();
    await stack.setConfig('cloud:region', { value: 'oregon' });
    cloud.writes();
    const { changeSummary } = await stack.preview();
    expect(cloud.writes()).toEqual([]);
    expect(changeSummary.replace).toBeGreaterThanOrEqual(3);

    await stack.up();
    const { services, keyValues } = cloud.render.state;
    const projects = () => [...cloud.neon.state.projects.values()].filter(({ deletedAt }) => !deletedAt);
    expect([...keyValues.values()]).toMatchObject([{ region: 'oregon' }]);
    expect(projects()).toMatchObject([{ project: { region_id: 'aws-us-west-2' } }]);
    const api = [...services.values()].find(({ service }) => /backend/.test(service.name));
    expect(api?.service.serviceDetails.region).toBe('oregon');
    await stack.destroy(asDown);
    expect([services.size, keyValues.size, projects().length]).toEqual([0, 0, 0]);
  });
});

describe('a pull request', { timeout }, () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await startCloud();
    await (await cloud.stack('staging')).up();
  });
  afterAll(async () => {
    expect(await cloud?.stop()).toEqual([]);
  });

  it('has services of its own and a branch of the data of staging, which go with it', async () => {
    const branches = () => [...cloud.neon.state.projects.values()].flatMap(({ branches: all }) => all);
    const services = () =>
      [...cloud.render.state.services.values()].map(({ service }) => service.name).sort();
    const ofStaging = services();
    expect(ofStaging).toHaveLength(2);

    const stack = await cloud.stack('pr-17', { 'cloud:branch': 'feature' });
    await stack.up();
    expect(branches()).toMatchObject([{ branch: { default: true } }, { branch: { name: 'pr-17' } }]);
    expect(services()).toHaveLength(4);
    const api = [...cloud.render.state.services.values()].find(({ service }) =>
      /backend-pr-17/.test(service.name),
    );
    const [project] = cloud.neon.state.projects.values();
    const compute = project?.endpoints.find(({ branch_id }) => branch_id === branches()[1]?.branch.id);
    expect(compute?.id).toMatch(/^ep-/);
    expect(api?.env.get('DATABASE_URL')).toContain(`@${compute?.id}-pooler.`);

    await stack.destroy();
    expect(services()).toEqual(ofStaging);
    expect(branches()).toMatchObject([{ branch: { default: true } }]);
  });
});
