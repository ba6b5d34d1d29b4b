import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMigratedDatabase } from '../../api/testing/api.ts';
import type { AlertMessage } from '../../contract/alerts.ts';
import { insertAccount } from '../../db/accounts.ts';
import type { ClaimedDelivery } from '../../db/alert-deliveries.ts';
import { listPushSubscriptions, storePushSubscription } from '../../db/push-subscriptions.ts';
import type { TestDatabase } from '../../db/testing.ts';
import { DeliveryError, type Post } from '../outbound.ts';
import { startBrowser } from '../testing.ts';
import { vapidKeysOf } from '../vapid.ts';
import { pushChannel } from './push.ts';

const secret = createHash('sha256').update('no secret').digest('base64url');
const vapid = vapidKeysOf(secret, 'https://app.example');
const message = { title: 'Cheap', text: 'Now, ø' } as AlertMessage;
const goesOn = new AbortController().signal;

let database: TestDatabase;
let accountId: string;
/** What the push service answers by endpoint; 201 without. */
let answers: Record<string, number>;
let posts: Post[];
beforeAll(async () => {
  database = await createMigratedDatabase();
});
beforeEach(async () => {
  [answers, posts, accountId] = [{}, [], randomUUID()];
  await database.pool.query('truncate push_subscription');
  await insertAccount(database.pool, { id: accountId, email: `${accountId}@example.org`, passwordHash: '' });
});
afterAll(() => database.drop());

const post = async (given: Post): Promise<void> => {
  posts.push(given);
  const status = answers[given.url] ?? 201;
  if (status > 299) throw new DeliveryError(`The address answered ${status}.`, status < 500, status);
};
const send = () =>
  pushChannel(database.pool, post, vapid).send(
    { accountId, message, expiresAtMs: Date.now() + 3_600_000 } as ClaimedDelivery,
    goesOn,
  );
async function subscribe(name: string) {
  const browser = startBrowser(`https://push.example/${name}`);
  await storePushSubscription(database.pool, accountId, {
    id: randomUUID(),
    client: name,
    ...browser.subscription,
  });
  return browser;
}
const browsers = async (): Promise<string[]> =>
  (await listPushSubscriptions(database.pool, accountId)).map(({ client }) => client);

describe('a message that is pushed', () => {
  it('is read by its browser alone, and is signed by the stack', async () => {
    const [phone, laptop] = [await subscribe('phone'), await subscribe('laptop')];
    await send();
    expect(posts.map(({ url }) => url).sort()).toEqual([
      'https://push.example/laptop',
      'https://push.example/phone',
    ]);
    const given = posts.find(({ url }) => url.endsWith('phone')) as Post;
    expect(phone.read(given.body as Uint8Array)).toEqual(message);
    expect(() => laptop.read(given.body as Uint8Array)).toThrow();
    expect(given.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '3600', urgency: 'normal' });
    expect(Buffer.from(given.body).toString('latin1')).not.toContain('Cheap');

    const [, token = '', key = ''] =
      /^vapid t=([^,]+), k=(.+)$/.exec(given.headers.authorization ?? '') ?? [];
    expect(key).toBe(vapid.publicKey);
    const [header, claims, signature = ''] = token.split('.');
    expect(JSON.parse(Buffer.from(claims ?? '', 'base64url').toString())).toMatchObject({
      aud: 'https://push.example',
      sub: 'https://app.example',
    });
    const point = Buffer.from(key, 'base64url');
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    };
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    const signed = Buffer.from(`${header}.${claims}`);
    const proof = Buffer.from(signature, 'base64url');
    expect(verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, proof)).toBe(true);
  });

  it.each([404, 410, 403])('forgets a browser whose service answers %i', async (status) => {
    await subscribe('gone');
    await subscribe('here');
    answers['https://push.example/gone'] = status;
    await send();
    expect(await browsers()).toEqual(['here']);
  });

  it('is tried again when no service took it, and keeps the browsers', async () => {
    await subscribe('one');
    answers['https://push.example/one'] = 503;
    await expect(send()).rejects.toMatchObject({ isFinal: false });
    expect(await browsers()).toEqual(['one']);
  });

  it('is given up without a browser', async () => {
    await expect(send()).rejects.toMatchObject({ isFinal: true, message: 'No browser is subscribed.' });
    await subscribe('gone');
    answers['https://push.example/gone'] = 410;
    await expect(send()).rejects.toMatchObject({ isFinal: true });
    await expect(send()).rejects.toMatchObject({ message: 'No browser is subscribed.' });
  });

  it('does not fail for a browser that gave a key which is none', async () => {
    const browser = startBrowser('https://push.example/odd');
    const p256dh = Buffer.alloc(65, 4).toString('base64url');
    await storePushSubscription(database.pool, accountId, {
      id: randomUUID(),
      client: 'odd',
      ...browser.subscription,
      p256dh,
    });
    await subscribe('fine');
    await send();
    expect(await browsers()).toEqual(['fine']);
  });

  it('needs a key of 32 bytes', () => {
    expect(() => vapidKeysOf('short', 'https://app.example')).toThrow(/PUSH_KEY/);
  });
});
