import { createHmac, createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import {
  base64url,
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  type JSONWebKeySet,
  jwtVerify,
  SignJWT,
} from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../db/testing.ts';
import { createAccount, logIn, password, post, type TestAccount } from '../testing/accounts.ts';
import { createMigratedDatabase, createTestApi, signingKey, type TestApi } from '../testing/api.ts';

/** Items of OWASP ASVS 5.0 and of the OWASP API Security Top 10 (2023), each named by its id. */

const url = (path: string): string => `/api/v1${path}`;
let database: TestDatabase;
let api: TestApi;
let account: TestAccount;
beforeAll(async () => {
  database = await createMigratedDatabase();
  api = await createTestApi(database.url);
  account = await createAccount(api);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const statusWith = async (token: string): Promise<number> =>
  (await api.app.inject({ url: url('/account'), headers: { authorization: `Bearer ${token}` } })).statusCode;
const encode = (part: object): string => base64url.encode(JSON.stringify(part));
const parts = (): [string, string, string] => account.accessToken.split('.') as [string, string, string];
const header = (): Record<string, unknown> => JSON.parse(Buffer.from(parts()[0], 'base64url').toString());

/** Signed as ours are, with what is changed. */
async function forged(
  claims: Record<string, unknown> = {},
  head: Record<string, unknown> = {},
  seed = signingKey,
): Promise<string> {
  const pkcs8 = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.from(seed, 'base64url'),
  ]);
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  return new SignJWT({ ...decodeJwt(account.accessToken), ...claims })
    .setProtectedHeader({ ...header(), alg: 'EdDSA', ...head })
    .sign(key);
}

describe('the public keys', () => {
  it('verify a token without asking the API, and while the key is rotated the old one does, too', async () => {
    const newKey = Buffer.alloc(32, 9).toString('base64url');
    const rotating = await createTestApi(database.url, {
      env: { JWT_SIGNING_KEY: `${newKey},${signingKey}` },
    });
    const jwks = await rotating.get<JSONWebKeySet>('/api/v1/auth/jwks');
    expect(jwks.keys).toHaveLength(2);
    for (const key of jwks.keys) expect(Object.keys(key)).not.toContain('d');
    const { payload } = await jwtVerify(account.accessToken, createLocalJWKSet(jwks));
    expect(payload.sub).toBe(account.id);
    const headers = { authorization: `Bearer ${account.accessToken}` };
    expect((await rotating.app.inject({ url: url('/account'), headers })).statusCode).toBe(200);
    const { accessToken } = await logIn(rotating, account.email);
    expect(decodeProtectedHeader(accessToken).kid).toBe(jwks.keys[0]?.kid);
    await rotating.close();
  });
});

describe('an access token', () => {
  it('that is whole is good, also when made by this test', async () => {
    expect(await statusWith(account.accessToken)).toBe(200);
    expect(await statusWith(await forged())).toBe(200);
  });

  it('is refused with a changed signature, header or claim (ASVS 9.1.1, API2)', async () => {
    const [head, body, signature] = parts();
    const other = { ...decodeJwt(account.accessToken), sub: randomUUID() };
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    for (const token of [
      `${head}.${body}.${flipped}`,
      `${head}.${encode(other)}.${signature}`,
      `${encode({ ...header(), x: 1 })}.${body}.${signature}`,
      `${head}.${body}.`,
      `${head}.${body}`,
      'x.y.z',
    ])
      expect(await statusWith(token), token).toBe(401);
    expect(await statusWith(await forged({}, {}, Buffer.alloc(32, 8).toString('base64url')))).toBe(401);
  });

  it('is refused with another algorithm than ours (ASVS 9.1.2)', async () => {
    const [, body] = parts();
    for (const alg of ['none', 'None', 'NONE'])
      expect(await statusWith(`${encode({ ...header(), alg })}.${body}.`), alg).toBe(401);
    // The public key as the secret of a symmetric algorithm.
    const [jwk] = api.context.accessTokens.jwks.keys;
    for (const secret of [String(jwk?.x), Buffer.from(String(jwk?.x), 'base64url'), JSON.stringify(jwk)]) {
      const signed = `${encode({ ...header(), alg: 'HS256' })}.${body}`;
      const mac = createHmac('sha256', secret).update(signed).digest('base64url');
      expect(await statusWith(`${signed}.${mac}`)).toBe(401);
    }
  });

  it('is refused with a key of its own, however it names it (ASVS 9.1.3)', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const jwk = publicKey.export({ format: 'jwk' });
    const hints = [{ jwk }, { jku: 'https://evil.example/keys' }, { x5u: 'https://evil.example/key' }];
    for (const hint of [...hints, { kid: '../../etc/passwd' }, { kid: "' or 1=1 --" }]) {
      const token = await new SignJWT(decodeJwt(account.accessToken))
        .setProtectedHeader({ ...header(), alg: 'EdDSA', ...hint })
        .sign(privateKey);
      expect(await statusWith(token), Object.keys(hint)[0]).toBe(401);
    }
  });

  it('is refused when its time is over or has not come (ASVS 9.2.1)', async () => {
    const now = Math.floor(Date.now() / 1000);
    expect(await statusWith(await forged({ exp: now - 1 }))).toBe(401);
    expect(await statusWith(await forged({ nbf: now + 600 }))).toBe(401);
    const { iat = 0, exp = 0 } = decodeJwt(account.accessToken);
    expect(exp - iat).toBe(600);
  });

  it('is not what a refresh token is, nor the other way round (ASVS 9.2.2)', async () => {
    expect(await statusWith(account.refreshToken)).toBe(401);
    const refreshed = await post(api, url('/auth/refresh'), { refreshToken: 'x'.repeat(43) });
    expect(refreshed.statusCode).toBe(401);
    expect(await statusWith(await forged({}, { typ: 'JWT' }))).toBe(401);
  });

  it('is refused when made for another stack or by somebody else (ASVS 9.2.3)', async () => {
    expect(await statusWith(await forged({ aud: 'production' }))).toBe(401);
    expect(await statusWith(await forged({ iss: 'evil.example' }))).toBe(401);
  });

  it('is worthless after logout (ASVS 7.4.1)', async () => {
    const leaving = await createAccount(api);
    expect(await statusWith(leaving.accessToken)).toBe(200);
    await leaving.as({ method: 'POST', url: url('/auth/logout'), payload: {} });
    expect(await statusWith(leaving.accessToken)).toBe(401);
    const { refreshToken } = leaving;
    expect((await post(api, url('/auth/refresh'), { refreshToken })).statusCode).toBe(401);
  });

  it('is worthless when its account was disabled or deleted (ASVS 7.4.2)', async () => {
    const admin = await createAccount(api, 'admin');
    const disabled = await createAccount(api);
    await admin.as({ method: 'PATCH', url: url(`/users/${disabled.id}`), payload: { disabled: true } });
    expect(await statusWith(disabled.accessToken)).toBe(401);
    expect((await post(api, url('/auth/login'), { email: disabled.email, password })).statusCode).toBe(401);

    const deleted = await createAccount(api);
    const other = await logIn(api, deleted.email);
    await deleted.as({ method: 'DELETE', url: url('/account'), payload: { password } });
    for (const { accessToken } of [deleted, other]) expect(await statusWith(accessToken)).toBe(401);
  });

  it('of other sessions is worthless after a change of the password (ASVS 7.4.3)', async () => {
    const here = await createAccount(api);
    const there = await logIn(api, here.email);
    const payload = { password, newPassword: 'another long phrase 1' };
    const changed = await here.as({ method: 'POST', url: url('/account/password'), payload });
    expect(changed.statusCode).toBe(200);
    for (const { accessToken } of [here, there]) expect(await statusWith(accessToken)).toBe(401);
    expect(await statusWith(changed.json().accessToken)).toBe(200);
  });

  it('of a family whose refresh token came twice is worthless, all of it (ASVS 7.2.4)', async () => {
    const robbed = await createAccount(api);
    const { refreshToken } = robbed;
    const thief = await post(api, url('/auth/refresh'), { refreshToken });
    expect(thief.statusCode).toBe(200);
    expect((await post(api, url('/auth/refresh'), { refreshToken })).statusCode).toBe(401);
    const stolen = thief.json<{ accessToken: string; refreshToken: string }>();
    expect(await statusWith(stolen.accessToken)).toBe(401);
    expect(await statusWith(robbed.accessToken)).toBe(401);
    const next = await post(api, url('/auth/refresh'), { refreshToken: stolen.refreshToken });
    expect(next.statusCode).toBe(401);
  });

  it('is exchanged once only, also by twenty requests at once (ASVS 2.3.4)', async () => {
    const { refreshToken } = await createAccount(api);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(api, url('/auth/refresh'), { refreshToken })),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });

  it('has another role as soon as its account has (ASVS 8.3.2)', async () => {
    const admin = await createAccount(api, 'admin');
    const person = await createAccount(api);
    const jobs = async (): Promise<number> => (await person.as({ url: url('/operations/jobs') })).statusCode;
    const give = (role: string) =>
      admin.as({ method: 'PATCH', url: url(`/users/${person.id}`), payload: { role } });
    expect(await jobs()).toBe(403);
    await give('operator');
    expect(await jobs()).toBe(200);
    await give('user');
    expect(await jobs()).toBe(403);
  });
});
