import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../db/testing.ts';
import { createAccount, logIn, MailBox, password, post } from '../testing/accounts.ts';
import { createMigratedDatabase, createTestApi, type TestApi } from '../testing/api.ts';

const otherPassword = 'a wholly different phrase';
let database: TestDatabase;
let api: TestApi;
let mailbox: MailBox;
beforeAll(async () => {
  database = await createMigratedDatabase();
});
beforeEach(async () => {
  mailbox = new MailBox();
  api = await createTestApi(database.url, { mailer: mailbox });
  return () => api.close();
});
afterAll(() => database.drop());

const url = (path: string): string => `/api/v1${path}`;
const status = async (answer: Promise<{ statusCode: number }>): Promise<number> => (await answer).statusCode;

describe('registration', () => {
  it('makes an account when the address is confirmed, and not before', async () => {
    const email = 'New.Person@example.org';
    const registered = await post(api, url('/auth/register'), { email, password });
    expect(registered.statusCode).toBe(202);
    expect(await status(post(api, url('/auth/login'), { email, password }))).toBe(401);

    await expect.poll(() => mailbox.tokenFor(email.toLowerCase())).toBeDefined();
    const token = mailbox.tokenFor(email.toLowerCase());
    expect(await status(post(api, url('/auth/confirm'), { token }))).toBe(204);
    const { account } = await logIn(api, email.toUpperCase());
    expect(account).toMatchObject({ email: 'new.person@example.org', role: 'user' });
    // A link is good once.
    expect(await status(post(api, url('/auth/confirm'), { token }))).toBe(422);
  });

  it('tells the owner of an account, and nobody else, that there is one', async () => {
    const { email } = await createAccount(api);
    const known = await post(api, url('/auth/register'), { email, password });
    const unknown = await post(api, url('/auth/register'), { email: 'nobody@example.org', password });
    expect([known.statusCode, known.body]).toEqual([unknown.statusCode, unknown.body]);
    await expect
      .poll(() => mailbox.mails.map(({ to, subject }) => [to, subject]))
      .toEqual([
        [email, 'You have an account already'],
        ['nobody@example.org', 'Confirm your e-mail address'],
      ]);
  });

  it.each([
    ['de-AT, en;q=0.5', 'Bestätige deine E-Mail-Adresse', 'Dein Passwort wurde geändert'],
    ['sv', 'Bekräfta din e-postadress', 'Ditt lösenord har ändrats'],
    ['fr-CA, fr', 'Confirmez votre adresse e-mail', 'Votre mot de passe a été changé'],
    ['fi', 'Confirm your e-mail address', 'Your password was changed'],
  ])('writes to who would rather read %s', async (preferred, confirm, changed) => {
    const headers = { 'accept-language': preferred };
    const subjects = () => mailbox.mails.map(({ subject }) => subject);
    await post(api, url('/auth/register'), { email: 'new@example.org', password }, headers);
    await expect.poll(subjects).toEqual([confirm]);
    const { email } = await createAccount(api);
    await post(api, url('/auth/password/forgot'), { email }, headers);
    await expect.poll(() => mailbox.tokenFor(email)).toBeDefined();
    const token = mailbox.tokenFor(email);
    await post(api, url('/auth/password/reset'), { token, password: otherPassword }, headers);
    await expect.poll(() => mailbox.mails.at(-1)?.subject).toBe(changed);
    for (const { text } of mailbox.mails) expect(text).toMatch(/https?:\/\//);
  });

  it('says so on a stack that sends no mail', async () => {
    const silent = await createTestApi(database.url, { mailer: null });
    const answer = await post(silent, url('/auth/register'), { email: 'a@example.org', password });
    expect([answer.statusCode, answer.json().detail]).toEqual([503, expect.stringContaining('MAIL_URL')]);
    await silent.close();
  });
});

describe('a forgotten password', () => {
  it('is replaced by a link in a mail, which ends every session', async () => {
    const account = await createAccount(api);
    const { email } = account;
    expect(await status(post(api, url('/auth/password/forgot'), { email }))).toBe(202);
    await expect.poll(() => mailbox.tokenFor(email)).toBeDefined();
    const token = mailbox.tokenFor(email);
    // What is refused does not use the link up.
    expect(await status(post(api, url('/auth/password/reset'), { token, password: 'password1' }))).toBe(422);
    expect(await status(post(api, url('/auth/password/reset'), { token, password: otherPassword }))).toBe(
      204,
    );
    expect(await status(account.as({ url: url('/account') }))).toBe(401);
    expect(await status(post(api, url('/auth/login'), { email, password }))).toBe(401);
    await logIn(api, email, otherPassword);
    expect(await status(post(api, url('/auth/password/reset'), { token, password: otherPassword }))).toBe(
      422,
    );
    await expect.poll(() => mailbox.mails.at(-1)?.subject).toBe('Your password was changed');
  });

  it('sends nothing to an address without an account, and answers the same', async () => {
    const { email } = await createAccount(api);
    const known = await post(api, url('/auth/password/forgot'), { email });
    const unknown = await post(api, url('/auth/password/forgot'), { email: 'no-one@example.org' });
    expect([known.statusCode, known.body]).toEqual([unknown.statusCode, unknown.body]);
    await expect.poll(() => mailbox.mails.map(({ to }) => to)).toEqual([email]);
  });
});

describe('sessions', () => {
  it('go on by refreshing, with a new token each time', async () => {
    const account = await createAccount(api);
    const refreshed = await post(api, url('/auth/refresh'), { refreshToken: account.refreshToken });
    expect(refreshed.statusCode).toBe(200);
    expect(refreshed.json().refreshToken).not.toBe(account.refreshToken);
    const headers = { authorization: `Bearer ${refreshed.json().accessToken}` };
    expect(await api.get(url('/account'), 200, { headers })).toMatchObject({ email: account.email });
  });

  it('are listed, and end one by one or all others at once', async () => {
    const here = await createAccount(api);
    const there = await logIn(api, here.email);
    const third = await logIn(api, here.email);
    const list = await here.as({ url: url('/account/sessions') });
    const { sessions } = list.json<{ sessions: { id: string; current: boolean }[] }>();
    expect(sessions.map(({ current }) => current).sort()).toEqual([false, false, true]);

    const other = (await there.as({ url: url('/account/sessions') })).json().sessions;
    const thereId = other.find((each: { current: boolean }) => each.current).id;
    expect(await status(here.as({ method: 'DELETE', url: url(`/account/sessions/${thereId}`) }))).toBe(204);
    expect(await status(there.as({ url: url('/account') }))).toBe(401);
    expect(await status(here.as({ method: 'DELETE', url: url('/account/sessions') }))).toBe(204);
    expect(await status(third.as({ url: url('/account') }))).toBe(401);
    expect(await status(here.as({ url: url('/account') }))).toBe(200);
  });
});

describe('a browser', () => {
  const own = { 'x-csrf-protection': '1', 'sec-fetch-site': 'same-origin' };

  it('keeps its tokens in cookies that no script reads and no other site sends', async () => {
    const { email } = await createAccount(api);
    const login = await post(api, url('/auth/login'), { email, password, delivery: 'cookie' });
    expect(login.json()).not.toHaveProperty('accessToken');
    expect(login.json()).not.toHaveProperty('refreshToken');
    const cookies = [login.headers['set-cookie']].flat().map(String);
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly.*SameSite=Strict/);

    const cookie = cookies.map((text) => text.split(';')[0]).join('; ');
    expect(await status(api.app.inject({ url: url('/account'), headers: { cookie } }))).toBe(200);
    expect(await status(post(api, url('/auth/refresh'), {}, { cookie, ...own }))).toBe(200);
  });

  it('changes nothing for a page of another site', async () => {
    const { email } = await createAccount(api);
    const login = await post(api, url('/auth/login'), { email, password, delivery: 'cookie' });
    const cookie = [login.headers['set-cookie']]
      .flat()
      .map((text) => String(text).split(';')[0])
      .join('; ');
    const logout = (headers: Record<string, string>) =>
      status(post(api, url('/auth/logout'), {}, { cookie, ...headers }));
    expect(await logout({})).toBe(403);
    expect(await logout({ 'x-csrf-protection': '1', 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await status(post(api, url('/auth/refresh'), {}, { cookie }))).toBe(403);
    expect(await logout(own)).toBe(204);
    expect(await status(api.app.inject({ url: url('/account'), headers: { cookie } }))).toBe(401);
  });

  it('gets Secure cookies where the web app is served by HTTPS', async () => {
    const secure = await createTestApi(database.url, { env: { PUBLIC_URL: 'https://power.example' } });
    const { email } = await createAccount(secure);
    const login = await post(secure, url('/auth/login'), { email, password, delivery: 'cookie' });
    for (const cookie of [login.headers['set-cookie']].flat()) expect(cookie).toContain('Secure');
    await secure.close();
  });
});

describe('an account', () => {
  it('changes its password, and goes on with a new session only', async () => {
    const account = await createAccount(api);
    const other = await logIn(api, account.email);
    const change = { method: 'POST', url: url('/account/password') } as const;
    const wrong = await account.as({
      ...change,
      payload: { password: 'not it', newPassword: otherPassword },
    });
    expect(wrong.statusCode).toBe(403);
    const changed = await account.as({ ...change, payload: { password, newPassword: otherPassword } });
    expect(changed.statusCode).toBe(200);
    expect(await status(other.as({ url: url('/account') }))).toBe(401);
    expect(await status(account.as({ url: url('/account') }))).toBe(401);
    const headers = { authorization: `Bearer ${changed.json().accessToken}` };
    await api.get(url('/account'), 200, { headers });
  });

  it('is exported whole, without a hash, and deleted whole', async () => {
    const account = await createAccount(api);
    await account.as({
      method: 'POST',
      url: url('/account/api-keys'),
      payload: { name: 'Home Assistant', scopes: ['account:read'] },
    });
    const exported = await account.as({ url: url('/account/export') });
    expect(exported.json()).toMatchObject({
      account: { email: account.email },
      sessions: [{}],
      apiKeys: [{ name: 'Home Assistant' }],
    });
    expect(exported.body).not.toMatch(/hash|argon2/i);

    const remove = { method: 'DELETE', url: url('/account') } as const;
    expect(await status(account.as({ ...remove, payload: { password: 'wrong' } }))).toBe(403);
    expect(await status(account.as({ ...remove, payload: { password } }))).toBe(204);
    expect(await status(account.as({ url: url('/account') }))).toBe(401);
    expect(await status(post(api, url('/auth/login'), { email: account.email, password }))).toBe(401);
    const rows = await database.pool.query('select from session where account_id = $1', [account.id]);
    expect(rows.rowCount).toBe(0);
  });
});

describe('API keys', () => {
  const keys = url('/account/api-keys');

  it('act for an account within their scopes until they are revoked', async () => {
    const account = await createAccount(api);
    const made = await account.as({
      method: 'POST',
      url: keys,
      payload: { name: 'heat pump', scopes: ['account:read'] },
    });
    expect(made.statusCode).toBe(201);
    const { id, key } = made.json<{ id: string; key: string }>();
    const headers = { 'x-api-key': key };
    expect(await api.get(url('/account'), 200, { headers })).toMatchObject({ email: account.email });
    await api.get(url('/account'), 200, { headers: { authorization: `Bearer ${key}` } });
    // No key makes keys, ends sessions or reads what its account may not read.
    expect(
      await status(
        api.app.inject({
          method: 'POST',
          url: keys,
          headers,
          payload: { name: 'x', scopes: ['account:read'] },
        }),
      ),
    ).toBe(403);
    await api.get(url('/operations/jobs'), 403, { headers });

    const listed = await account.as({ url: keys });
    expect(listed.json().apiKeys).toEqual([
      expect.objectContaining({ name: 'heat pump', usedAt: expect.any(String) }),
    ]);
    expect(listed.body).not.toContain(key);
    expect(await status(account.as({ method: 'DELETE', url: `${keys}/${id}` }))).toBe(204);
    await api.get(url('/account'), 401, { headers });
  });

  it('have names of their own, and are limited in number', async () => {
    const account = await createAccount(api);
    const make = (name: string) =>
      account.as({ method: 'POST', url: keys, payload: { name, scopes: ['account:read'] } });
    const answers = [];
    for (let count = 0; count < 21; count++) answers.push((await make(`key ${count}`)).statusCode);
    expect(answers).toEqual([...Array(20).fill(201), 409]);
    const { apiKeys } = (await account.as({ url: keys })).json();
    await account.as({ method: 'DELETE', url: `${keys}/${apiKeys[0].id}` });
    expect((await make(apiKeys[1].name)).statusCode).toBe(409);
  });
});

describe('an admin', () => {
  it('changes roles and disables accounts, at once', async () => {
    const admin = await createAccount(api, 'admin');
    const user = await createAccount(api);
    const patch = (payload: object) => admin.as({ method: 'PATCH', url: url(`/users/${user.id}`), payload });
    expect(await status(user.as({ url: url('/operations/stack') }))).toBe(403);
    expect((await patch({ role: 'operator' })).json()).toMatchObject({ role: 'operator', disabled: false });
    expect(await status(user.as({ url: url('/operations/stack') }))).toBe(200);
    expect((await patch({ disabled: true })).json()).toMatchObject({ disabled: true });
    expect(await status(user.as({ url: url('/account') }))).toBe(401);
    expect(await status(post(api, url('/auth/login'), { email: user.email, password }))).toBe(401);
    expect((await patch({ disabled: false })).json()).toMatchObject({ disabled: false });
    await logIn(api, user.email);
    expect((await patch({})).statusCode).toBe(400);
  });

  it('pages through the accounts', async () => {
    const admin = await createAccount(api, 'admin');
    const page = async (after: string) =>
      (await admin.as({ url: url(`/users?limit=2&after=${encodeURIComponent(after)}`) })).json().users as {
        email: string;
      }[];
    const seen: string[] = [];
    for (let users = await page(''); users.length > 0; users = await page(seen.at(-1) ?? ''))
      seen.push(...users.map(({ email }) => email));
    expect(seen).toContain(admin.email);
    expect(seen).toEqual([...new Set(seen)].sort());
  });
});

it('lets nobody take the last admin away', async () => {
  const alone = await createMigratedDatabase();
  const own = await createTestApi(alone.url);
  const admin = await createAccount(own, 'admin');
  const patch = (payload: object) => admin.as({ method: 'PATCH', url: url(`/users/${admin.id}`), payload });
  expect((await patch({ role: 'user' })).statusCode).toBe(409);
  expect((await patch({ disabled: true })).statusCode).toBe(409);
  expect(await status(admin.as({ method: 'DELETE', url: url('/account'), payload: { password } }))).toBe(409);
  await own.close();
  await alone.drop();
});
