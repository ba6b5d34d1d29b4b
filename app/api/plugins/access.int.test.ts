import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Permission, permissions, type Role, roles } from '../../contract/accounts.ts';
import { type ProblemCode, problems } from '../../contract/problem.ts';
import { insertApiKey } from '../../db/api-keys.ts';
import type { TestDatabase } from '../../db/testing.ts';
import { hashSecret } from '../auth/secrets.ts';
import { createAccount, type TestAccount } from '../testing/accounts.ts';
import { apiKey, createMigratedDatabase, createTestApi, type TestApi } from '../testing/api.ts';
import { type Operation, operationsOf } from '../testing/operations.ts';
import { type Access, apiKeyPrefix, registerAccess } from './access.ts';

let database: TestDatabase;
let api: TestApi;
let operations: Operation[];
beforeAll(async () => {
  database = await createMigratedDatabase();
  api = await createTestApi(database.url, { docs: true });
  operations = await operationsOf(api);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const callers = ['nobody', ...roles, 'internal key'] as const;
type CallerName = (typeof callers)[number];

/** What the declaration promises. */
function may(caller: CallerName, access: Access): boolean {
  if (access === 'public') return true;
  if (access === 'internal') return caller === 'internal key';
  const role = roles.indexOf(caller as Role);
  return role >= roles.indexOf(permissions[access].role);
}

const isKeyRoute = ({ access }: Operation): boolean => access !== 'public' && access !== 'internal';

/** Sends what reaches the check of access, and fails at whatever comes after it. */
async function statusFor(operation: Operation, headers: Record<string, string>): Promise<number> {
  const { statusCode } = await api.app.inject({
    method: operation.method as 'GET',
    url: operation.path.replace(/\{\w+\}/g, randomUUID()),
    headers,
  });
  return statusCode;
}

describe('access', () => {
  // One account a request: some of the routes log it out or delete it.
  const headersOf = async (caller: CallerName): Promise<Record<string, string>> => {
    if (caller === 'nobody') return {};
    if (caller === 'internal key') return { 'x-api-key': apiKey };
    const { accessToken }: TestAccount = await createAccount(api, caller);
    return { authorization: `Bearer ${accessToken}` };
  };

  for (const caller of callers) {
    it(`lets ${caller} in exactly where it is declared`, async () => {
      for (const operation of operations.filter(({ access }) => access !== 'public')) {
        const status = await statusFor(operation, await headersOf(caller));
        const name = `${caller}: ${operation.method} ${operation.path} answered ${status}`;
        expect([401, 403].includes(status), name).toBe(!may(caller, operation.access));
      }
    });
  }

  it('lets a key of an account in only where its scopes say so', async () => {
    const { id } = await createAccount(api, 'admin');
    const keyWith = async (scopes: Permission[]): Promise<Record<string, string>> => {
      const key = `${apiKeyPrefix}${randomUUID()}`;
      await insertApiKey(api.context.pool, {
        id: randomUUID(),
        accountId: id,
        name: key,
        hash: hashSecret(key),
        scopes,
      });
      return { 'x-api-key': key };
    };
    const closed = operations.filter(isKeyRoute);
    expect(closed.length).toBeGreaterThan(8);
    for (const operation of closed) {
      const permission = operation.access as Permission;
      const name = `${operation.method} ${operation.path}`;
      const others = (Object.keys(permissions) as Permission[]).filter((other) => other !== permission);
      expect(await statusFor(operation, await keyWith(others)), name).toBe(403);
      if (!permissions[permission].keyScope) continue;
      expect([401, 403], name).not.toContain(await statusFor(operation, await keyWith([permission])));
    }
  });

  it('refuses to serve a route that does not declare who may use it', async () => {
    const app = Fastify();
    registerAccess(app, api.context);
    expect(() => app.get('/forgotten', () => 'open')).toThrow(
      'The route GET /forgotten does not declare who may use it.',
    );
    await app.close();
  });

  it('is described in the tables of the documentation', async () => {
    await expect(accessTable(operations)).toMatchFileSnapshot('../../../docs/api/access.md');
    await expect(problemTable()).toMatchFileSnapshot('../../../docs/api/problems.md');
  });
});

const marker =
  '<!-- Made from the routes of the API by its tests: `npx vitest run app/api/plugins/access -u` -->';

function accessTable(list: readonly Operation[]): string {
  const rows = list.map((operation) => {
    const marks = callers.map((caller) => (may(caller, operation.access) ? 'yes' : '—'));
    return `| \`${operation.method} ${operation.path}\` | ${operation.summary} | \`${operation.access}\` | ${marks.join(' | ')} |`;
  });
  const rights = Object.entries(permissions).map(
    ([name, { role, keyScope, purpose }]) =>
      `| \`${name}\` | ${role} | ${keyScope ? 'yes' : '—'} | ${purpose} |`,
  );
  return [
    marker,
    '',
    '# Who may use which route',
    '',
    'Whatever belongs to an account is reached by that account alone, whatever its role: the routes under `/api/v1/account` take no id of another account.',
    '',
    `| Route | What it does | Declared | ${callers.join(' | ')} |`,
    `|---|---|---|${callers.map(() => '---').join('|')}|`,
    ...rows,
    '',
    '## Permissions',
    '',
    '| Permission | Least role | May be given to an API key | What for |',
    '|---|---|---|---|',
    ...rights,
    '',
  ].join('\n');
}

function problemTable(): string {
  const rows = (Object.entries(problems) as [ProblemCode, (typeof problems)[ProblemCode]][]).map(
    ([code, { status, title }]) => `| ${status} | \`${code}\` | ${title} |`,
  );
  return [
    marker,
    '',
    '# Problems that the API answers with',
    '',
    'Every error is an RFC 9457 problem document, `application/problem+json`, with `type` `urn:problem:electricity-optimizer:<code>`.',
    '',
    '| Status | Code | Title |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
