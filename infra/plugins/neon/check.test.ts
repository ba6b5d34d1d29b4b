import { describe, expect, it } from 'vitest';
import { kindsOf } from './kinds/index.ts';
import { openSession } from './session.ts';

const withoutKey = kindsOf(openSession({}));
const reasons = (type: string, inputs: Record<string, unknown>, pending: string[] = []) =>
  withoutKey[`neon:index:${type}`]?.check(inputs, new Set(pending)).map(({ reason }) => reason);

describe('inputs of Neon resources', () => {
  it.each([
    ['a name that is missing', 'Project', {}, ['name is missing.']],
    [
      'a stranger',
      'Project',
      { name: 'a', regoin: 'x' },
      [expect.stringContaining('regoin is no input of a project')],
    ],
    [
      'a version',
      'Project',
      { name: 'a', pgVersion: 9 },
      ['pgVersion is 9, but must be a PostgreSQL version from 14 to 18.'],
    ],
    ['minimum over maximum', 'Project', { name: 'a', minComputeUnits: 2, maxComputeUnits: 1 }, [/less than/]],
    [
      'two points in time',
      'Branch',
      { projectId: 'p', name: 'b', parentLsn: '0/1', parentTimestamp: '2026-01-01T00:00:00Z' },
      [/leave one out/],
    ],
    [
      'a nameless reader',
      'Endpoint',
      { projectId: 'p', branchId: 'b', type: 'read_only' },
      [/name is missing/],
    ],
    [
      'half a second',
      'Endpoint',
      { projectId: 'p', branchId: 'b', suspendTimeoutSeconds: 0.5 },
      [/-1 \(never\)/],
    ],
    ['an SQL injection', 'Role', { projectId: 'p', branchId: 'b', name: 'a";drop' }, [/letters, digits/]],
  ])('are refused by name: %s', (_, type, inputs, expected) => {
    const found = reasons(type, inputs);
    expect(found).toHaveLength(expected.length);
    for (const [index, wanted] of expected.entries())
      expect(found?.[index]).toEqual(wanted instanceof RegExp ? expect.stringMatching(wanted) : wanted);
  });

  it('may be unknown in a preview', () => {
    expect(reasons('Role', { name: 'app' }, ['projectId', 'branchId'])).toEqual([]);
  });

  it('are compared without a key; only a change asks for one', async () => {
    const kind = withoutKey['neon:index:Project'];
    const outputs = { name: 'a', allowDataLoss: false };
    expect(await kind?.diff?.('id', outputs, { name: 'a' })).toMatchObject({ changes: false });
    await expect(kind?.create({ name: 'a' })).rejects.toThrow(/^NEON_API_KEY is not set: make a key/);
  });

  it('come with a key that Neon may refuse', async () => {
    const fetch = async () => new Response('{"code":"","message":"no"}', { status: 401 });
    const kinds = kindsOf(openSession({ NEON_API_KEY: 'napi_wrong' }, { fetch }));
    await expect(kinds['neon:index:Project']?.create({ name: 'a' })).rejects.toThrow(
      /^Neon refuses the key in NEON_API_KEY \(401\)/,
    );
  });
});
