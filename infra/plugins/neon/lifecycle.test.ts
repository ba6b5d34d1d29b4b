import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProjectEntry } from '../../emulators/neon/api.ts';
import type { Kept } from '../../testing/small-engine.ts';
import { type Account, openAccount, stackProgram } from './testing/account.ts';

describe('what a stack has at Neon', { timeout: 60_000 }, () => {
  let account: Account;
  beforeEach(async () => {
    account = await openAccount({ operationMs: 5 });
  });
  afterEach(async () => {
    expect(account.neon.violations).toEqual([]);
    await account.neon.stop();
  });

  const onlyProject = (): ProjectEntry => {
    const all = [...account.neon.state.projects.values()].filter(({ deletedAt }) => !deletedAt);
    expect(all).toHaveLength(1);
    return all[0] as ProjectEntry;
  };
  const writes = (): string[] =>
    account.neon.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path}`);

  it('is made, with the URI of a role that owns its database', async () => {
    expect(await account.up(stackProgram())).toMatchObject({ create: 6 });
    const { project, branches, endpoints } = onlyProject();
    expect(project).toMatchObject({ name: 'electricity', pg_version: 17, history_retention_seconds: 21_600 });
    const [main, preview] = branches;
    expect(main?.databases).toContainEqual(
      expect.objectContaining({ name: 'electricity', owner_name: 'app' }),
    );
    expect(preview?.branch).toMatchObject({ name: 'pr-7', parent_id: main?.branch.id });
    expect(endpoints).toMatchObject([{ autoscaling_limit_max_cu: 1 }]);
    const password = main?.roles.find(({ name }) => name === 'app')?.password;
    const { direct, pooled } = (account.engine.state.get('uri')?.outputs ?? {}) as Record<string, string>;
    expect(direct).toContain(`app:${password}@${endpoints[0]?.host}/electricity`);
    expect(new URL(pooled ?? '').host).toBe(endpoints[0]?.host.replace(/^(ep-[^.]+)/, '$1-pooler'));
  });

  it('is not touched again, also after a refresh, and a run without changes asks nothing', async () => {
    await account.up(stackProgram());
    account.neon.requests.length = 0;
    expect(await account.up(stackProgram())).toMatchObject({ same: 6 });
    expect(account.neon.requests).toEqual([]);
    const before = structuredClone([...account.engine.state]);
    await account.engine.refresh(account.kinds());
    expect([...account.engine.state]).toEqual(before);
    expect(await account.up(stackProgram())).toMatchObject({ same: 6 });
    expect(writes()).toEqual([]);
  });

  it.each([
    ['settings of a project', { project: { historyRetentionSeconds: 3_600, name: 'power' } }, 1],
    ['the size of a compute', { endpoint: { maxComputeUnits: 2 } }, 1],
    ['the name of a database', { database: { name: 'prices' }, uri: { databaseName: 'prices' } }, 2],
    ['the name of a branch', { preview: { name: 'pr-8' } }, 1],
  ])('takes over %s in place', async (_, changes, count) => {
    await account.up(stackProgram());
    expect(await account.up(stackProgram(changes))).toMatchObject({ update: count, replace: 0, create: 0 });
    await account.engine.refresh(account.kinds());
    expect(await account.up(stackProgram(changes))).toMatchObject({ same: 6 });
  });

  it('gives a role another password, and with it another URI', async () => {
    await account.up(stackProgram());
    const before = account.engine.state.get('uri')?.outputs.pooled;
    expect(await account.up(stackProgram({ role: { passwordVersion: 2 } }))).toMatchObject({ update: 2 });
    expect(account.engine.state.get('uri')?.outputs.pooled).not.toBe(before);
  });

  it('refuses to replace or delete data without consent that was given before', async () => {
    await account.up(stackProgram());
    const elsewhere = stackProgram({ project: { regionId: 'aws-eu-central-1' } });
    await expect(account.up(elsewhere)).rejects.toThrow(
      /regionId from "aws-us-east-2".*project electricity would lose its data.*database:allowDataLoss true/s,
    );
    const consenting = stackProgram({ project: { regionId: 'aws-eu-central-1', allowDataLoss: true } });
    await expect(account.up(consenting)).rejects.toThrow('would lose its data');
    await expect(account.up([])).rejects.toThrow(/Deleting the .* would lose its data/);
    const deletedData = expect.stringMatching(/^DELETE (\/projects\/[^/]+|.*\/databases\/.*)$/);
    expect(writes()).not.toContainEqual(deletedData);
    expect(onlyProject().project.region_id).toBe('aws-us-east-2');
  });

  it('deletes all of it with consent', async () => {
    const consenting = { project: { allowDataLoss: true }, database: { allowDataLoss: true } };
    await account.up(stackProgram());
    await account.up(stackProgram(consenting));
    expect(await account.up([])).toMatchObject({ delete: 6 });
    expect([...account.neon.state.projects.values()].every(({ deletedAt }) => deletedAt)).toBe(true);
  });

  it('shows in a refresh what was changed or deleted in the console', async () => {
    await account.up(stackProgram());
    const entry = onlyProject();
    entry.project.history_retention_seconds = 0;
    entry.branches = entry.branches.filter(({ branch }) => branch.name !== 'pr-7');
    await account.engine.refresh(account.kinds());
    expect(account.engine.state.get('project')?.outputs.historyRetentionSeconds).toBe(0);
    expect(account.engine.state.has('preview')).toBe(false);
    expect(await account.up(stackProgram())).toMatchObject({ create: 1, update: 1, same: 4 });
  });

  it.each([
    ['project', 'project', (p: ProjectEntry) => p.project.id],
    ['branch', 'preview', (p: ProjectEntry) => `${p.project.id}/${p.branches[1]?.branch.id}`],
    ['role', 'role', (p: ProjectEntry) => `${p.project.id}/${p.branches[0]?.branch.id}/app`],
    ['database', 'database', (p: ProjectEntry) => `${p.project.id}/${p.branches[0]?.branch.id}/electricity`],
    ['endpoint', 'endpoint', (p: ProjectEntry) => `${p.project.id}/${p.endpoints[0]?.id}`],
  ])('imports a %s into an empty difference', async (_, name, idOf) => {
    const program = stackProgram({ preview: { allowDataLoss: false } });
    await account.up(program);
    const kept = account.engine.state.get(name) as Kept;
    const imported = await account.kinds()[kept.type]?.read(idOf(onlyProject()), {});
    expect(imported).toEqual(kept.outputs);
    account.engine.state.set(name, { ...kept, outputs: imported ?? {} });
    expect(await account.up(program)).toMatchObject({ same: 6 });
  });
});
