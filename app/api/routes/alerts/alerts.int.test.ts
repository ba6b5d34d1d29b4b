import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startBrowser } from '../../../alerts/testing.ts';
import type {
  AlertBody,
  AlertMessage,
  AlertResponse,
  AlertsResponse,
  DeliverySummary,
} from '../../../contract/alerts.ts';
import type { TestDatabase } from '../../../db/testing.ts';
import { addDays, marketDayBounds, marketDayOf } from '../../../domain/market-day.ts';
import { dayWith, zoneNamed } from '../../../domain/testing.ts';
import { type Loopback, startLoopback } from '../../../feeds/testing.ts';
import { createAccount, MailBox, type TestAccount } from '../../testing/accounts.ts';
import { createMigratedDatabase, createTestApi, storeDays, type TestApi } from '../../testing/api.ts';

const zone = zoneNamed('SE3');
const today = marketDayOf(Date.now(), zone.marketTimeZone);
const tomorrow = addDays(today, 1);
const pushKey = Buffer.alloc(32, 9).toString('base64url');
const root = '/api/v1/account/alerts';
/** Only what is due at once is queued. */
const pauseMs = 0;

let database: TestDatabase;
let api: TestApi;
let mailbox: MailBox;
let account: TestAccount;
let hook: Loopback;
let bodies: { headers: IncomingMessage['headers']; text: string }[];
let answer: (response: ServerResponse) => void;
beforeAll(async () => {
  database = await createMigratedDatabase();
  hook = await startLoopback(async (request, response) => {
    const text = (await request.toArray()).join('');
    bodies.push({ headers: request.headers, text });
    answer(response);
  });
});
beforeEach(async () => {
  await database.pool.query('truncate price_day, price_batch, watched_zone, price_alert cascade');
  mailbox = new MailBox();
  [bodies, answer] = [[], (response) => response.end()];
  api = await createTestApi(database.url, {
    mailer: mailbox,
    env: { PRIVATE_WEBHOOKS: 'true', PUSH_KEY: pushKey },
  });
  account = await createAccount(api);
  // 5 ct/kWh all day.
  await storeDays(database, zone, [dayWith(zone, today, () => 50)]);
  return () => api.close();
});
afterAll(async () => {
  await hook.close();
  await database.drop();
});

const below: Partial<AlertBody> = { kind: 'below', zone: 'SE3', perKwh: 6 };

async function make(rule: Partial<AlertBody>, status = 201, owner = account): Promise<AlertResponse> {
  const response = await owner.as({ method: 'POST', url: root, payload: rule });
  if (response.statusCode === status) return response.json();
  throw new Error(`The alert was answered with ${response.statusCode}: ${response.body}`);
}

async function deliveries(query = ''): Promise<DeliverySummary[]> {
  const response = await account.as({ url: `/api/v1/account/alert-deliveries${query}` });
  return response.json().deliveries;
}

/** Lets what is to be tried again later be tried now. */
const passTime = () =>
  database.pool.query(
    "update price_alert_delivery set due_at = now() - interval '1 second' where state = 'queued'",
  );

describe('an alert', () => {
  it('mails once, however often it is looked after', async () => {
    await make({ ...below, name: 'Laundry', email: true });
    await expect.poll(() => mailbox.mails).toHaveLength(1);
    for (let turn = 0; turn < 3; turn++) await api.context.priceAlerts.turn(pauseMs);
    const [mail] = mailbox.mails;
    expect(mail).toMatchObject({ to: account.email });
    expect(mail?.subject).toBe('Laundry: Power under 6.0 ct/kWh until 00:00');
    expect(mail?.text).toContain(': 5.0 ct/kWh on average, 5.0 to 5.0.');
    expect(mail?.text).toContain('/alerts');
    await expect.poll(() => deliveries('?state=sent')).toHaveLength(1);
  });

  it('is told in its own language', async () => {
    await make({ ...below, email: true, language: 'sv' });
    await expect.poll(() => mailbox.mails).toHaveLength(1);
    const [mail] = mailbox.mails;
    expect(mail?.subject).toBe('El under 6,0 ct/kWh till 00:00');
    expect(mail?.text).toMatch(/: 5,0 ct\/kWh i snitt, 5,0 till 5,0\.\n\nDina larm: \S+\/alerts\n$/);
  });

  it('waits until shortly before it begins', async () => {
    const inTwoHours = new Date(Date.now() + 2 * 3_600_000);
    const from = Math.ceil(inTwoHours.getTime() / 3_600_000) * 3_600_000;
    const cheapFrom = (day: string) => {
      const { startMs } = marketDayBounds(day, zone.marketTimeZone);
      return (index: number) => (startMs + index * 900_000 >= from ? 50 : 200);
    };
    // Late in the evening it begins tomorrow.
    await storeDays(
      database,
      zone,
      [today, tomorrow].map((day) => dayWith(zone, day, cheapFrom(day))),
    );
    await make({ ...below, leadMinutes: 30, email: true });
    await api.context.priceAlerts.turn(pauseMs);
    const [waiting] = await deliveries();
    expect(waiting).toMatchObject({
      state: 'queued',
      attempts: 0,
      dueAt: new Date(from - 1_800_000).toISOString(),
    });
    expect(mailbox.mails).toEqual([]);
  });

  it('is planned anew when prices are others', async () => {
    await make({ kind: 'tomorrow', zone: 'SE3', email: true });
    expect(await deliveries()).toEqual([]);
    await storeDays(database, zone, [dayWith(zone, tomorrow, (index) => index)]);
    await api.context.priceAlerts.turn(pauseMs);
    await expect
      .poll(() => mailbox.mails.map(({ text }) => text))
      .toEqual([expect.stringContaining('0.0 to 9.5')]);
  });

  it('tells the price of a tariff where it has one', async () => {
    const tariff = { template: 'SE', exchangeRate: 10, vatPercent: 100, spotFactor: 1 };
    const { unit } = await make({ ...below, perKwh: 500, tariff, email: true });
    expect(unit).toBe('öre/kWh');
    await expect.poll(() => mailbox.mails).toHaveLength(1);
    expect(mailbox.mails[0]?.subject).toContain('500.0 öre/kWh');
  });

  it('stops when it is turned off, and begins again', async () => {
    const { id, unit: _, createdAt: __, ...rule } = await make({ ...below, email: true, enabled: false });
    await api.context.priceAlerts.turn(pauseMs);
    expect(await deliveries()).toEqual([]);
    const changed = await account.as({
      method: 'PUT',
      url: `${root}/${id}`,
      payload: { ...rule, enabled: true },
    });
    expect(changed.statusCode).toBe(200);
    await expect.poll(() => mailbox.mails).toHaveLength(1);
  });

  it('is told by one of several processes', async () => {
    const other = await createTestApi(database.url, { mailer: mailbox });
    await make({ ...below, email: true, enabled: false });
    await database.pool.query('update price_alert set enabled = true, rule = rule || \'{"enabled": true}\'');
    const turns = [api, other].flatMap(({ context }) =>
      [1, 2, 3].map(() => context.priceAlerts.turn(pauseMs)),
    );
    await Promise.all(turns);
    for (const { context } of [api, other]) await context.priceAlerts.turn(pauseMs);
    await expect.poll(() => deliveries('?state=sent')).toHaveLength(1);
    await other.close();
    expect(mailbox.mails).toHaveLength(1);
  });

  it('is not lost with a process that ends while it sends', async () => {
    await make({ ...below, email: true, enabled: false });
    await database.pool.query('update price_alert set enabled = true, rule = rule || \'{"enabled": true}\'');
    mailbox.send = () => new Promise(() => {});
    await api.context.priceAlerts.turn(pauseMs);
    await expect.poll(async () => (await deliveries())[0]?.attempts).toBe(1);
    const next = await createTestApi(database.url, { mailer: new MailBox() });
    await next.context.priceAlerts.turn(pauseMs);
    expect((await deliveries())[0]).toMatchObject({ state: 'queued', attempts: 1 });
    await database.pool.query('update price_alert_delivery set claimed_until = now()');
    await next.context.priceAlerts.turn(pauseMs);
    await expect.poll(() => deliveries('?state=sent')).toMatchObject([{ attempts: 2 }]);
    await next.close();
    api.context.priceAlerts.close = async () => {};
  });

  it('is given up when it is too late', async () => {
    mailbox.send = async () => {
      throw new Error('The mail server did not take a mail (ECONNREFUSED).');
    };
    await make({ ...below, email: true });
    await expect.poll(async () => (await deliveries())[0]?.error).toContain('ECONNREFUSED');
    await database.pool.query("update price_alert_delivery set expires_at = now() - interval '1 second'");
    await api.context.priceAlerts.turn(pauseMs);
    expect(await deliveries('?state=dead')).toMatchObject([
      { error: 'The mail server did not take a mail (ECONNREFUSED).', attempts: 1 },
    ]);
  });
});

describe('a webhook', () => {
  it('gets the message, signed with the key that was shown once', async () => {
    const made = await make({ ...below, webhook: hook.url });
    await expect.poll(() => bodies).toHaveLength(1);
    const [{ headers, text }] = bodies as [(typeof bodies)[0]];
    const message = JSON.parse(text) as AlertMessage;
    expect(message).toMatchObject({ kind: 'below', zone: 'SE3', price: 5, unit: 'ct/kWh', simulated: false });
    const key = Buffer.from((made.webhookSecret ?? '').replace('whsec_', ''), 'base64');
    expect(key).toHaveLength(32);
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
    expect(headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    );
    const listed = (await account.as({ url: root })).json<AlertsResponse>();
    expect(JSON.stringify(listed)).not.toContain('whsec_');
  });

  it('is tried again later, then given up, and sent once more by hand', async () => {
    answer = (response) => response.writeHead(500 + bodies.length).end();
    await make({ ...below, webhook: hook.url });
    for (let attempts = 1; attempts <= 6; attempts++) {
      await expect
        .poll(async () => (await deliveries())[0])
        .toMatchObject({
          attempts,
          state: attempts === 6 ? 'dead' : 'queued',
          error: `The address answered ${500 + attempts}.`,
        });
      await passTime();
      await api.context.priceAlerts.turn(pauseMs);
    }
    expect(bodies).toHaveLength(6);
    expect(new Set(bodies.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const [dead] = await deliveries('?state=dead');
    answer = (response) => response.end();
    const retry = { method: 'POST', url: `/api/v1/account/alert-deliveries/${dead?.id}/retry` } as const;
    expect((await account.as(retry)).statusCode).toBe(202);
    await expect.poll(() => deliveries('?state=sent')).toHaveLength(1);
    expect((await account.as(retry)).statusCode).toBe(404);
  });

  it('has another key when it leads elsewhere, and the same when it does not', async () => {
    const {
      id,
      unit: _,
      createdAt: __,
      webhookSecret,
      ...rule
    } = await make({ ...below, webhook: hook.url });
    const put = async (payload: object): Promise<AlertResponse> =>
      (await account.as({ method: 'PUT', url: `${root}/${id}`, payload })).json();
    expect((await put({ ...rule, perKwh: 7 })).webhookSecret).toBeUndefined();
    const moved = await put({ ...rule, webhook: `${hook.url}/other` });
    expect(moved.webhookSecret).toMatch(/^whsec_/);
    expect(moved.webhookSecret).not.toBe(webhookSecret);
  });

  it('does not lead into the network of the stack (OWASP API7)', async () => {
    const closed = await createTestApi(database.url);
    const owner = await createAccount(closed);
    await make({ ...below, webhook: hook.url }, 400, owner);
    const url = hook.url.replace('http:', 'https:').replace('127.0.0.1', 'localhost');
    await make({ ...below, webhook: url }, 201, owner);
    const dead = async () =>
      (await owner.as({ url: '/api/v1/account/alert-deliveries?state=dead' })).json().deliveries;
    await expect
      .poll(dead)
      .toMatchObject([{ error: 'The address does not lead to the public Internet.', attempts: 1 }]);
    expect(bodies).toEqual([]);
    await closed.close();
  });
});

describe('what can be asked', () => {
  it('is a test of every channel, and how it went', async () => {
    const rule = { kind: 'negative', zone: 'SE3', email: true, push: true, webhook: hook.url } as const;
    const { id } = await make(rule);
    const tested = await account.as({ method: 'POST', url: `${root}/${id}/test` });
    expect(tested.statusCode).toBe(202);
    expect(tested.json().deliveries).toHaveLength(3);
    await expect
      .poll(async () =>
        (await deliveries()).map(({ channel, state, error }) => [channel, state, error]).sort(),
      )
      .toEqual([
        ['email', 'sent', null],
        ['push', 'dead', 'No browser is subscribed.'],
        ['webhook', 'sent', null],
      ]);
    expect(JSON.parse(bodies[0]?.text ?? '')).toMatchObject({ kind: 'test' });
  });

  it('is not to test without end', async () => {
    const { id } = await make({ kind: 'negative', zone: 'SE3', email: true });
    const statuses: number[] = [];
    for (let test = 0; test < 22; test++)
      statuses.push((await account.as({ method: 'POST', url: `${root}/${id}/test` })).statusCode);
    expect(statuses.slice(-3)).toEqual([202, 429, 429]);
  });

  it.each([
    [{ kind: 'below', zone: 'SE3', email: true }, 'body.perKwh'],
    [{ kind: 'negative', zone: 'SE3', perKwh: 3, email: true }, 'body.perKwh'],
    [{ kind: 'cheapest-window', zone: 'SE3', email: true }, 'body.minutes'],
    [{ kind: 'negative', zone: 'SE3' }, 'body.email'],
    [{ kind: 'negative', zone: 'XX', email: true }, 'body.zone'],
    [{ kind: 'negative', zone: 'SE3', webhook: 'https://[bad' }, 'body.webhook'],
    [{ kind: 'negative', zone: 'SE3', email: true, tariff: { template: 'none' } }, 'body.tariff.template'],
  ])('is nothing senseless: %j', async (payload, path) => {
    const response = await account.as({ method: 'POST', url: root, payload });
    expect([response.statusCode >= 400, response.json().errors?.[0]?.path]).toEqual([true, path]);
  });

  it('is nothing that the stack cannot do', async () => {
    const poor = await createTestApi(database.url, { mailer: null });
    const owner = await createAccount(poor);
    expect((await owner.as({ url: root })).json()).toMatchObject({
      channels: { email: false, push: null, webhook: 'public' },
    });
    await make({ ...below, email: true }, 400, owner);
    await make({ ...below, push: true }, 400, owner);
    const subscription = startBrowser('https://push.example/x').subscription;
    const refused = await owner.as({
      method: 'POST',
      url: '/api/v1/account/browsers',
      payload: subscription,
    });
    expect(refused.statusCode).toBe(409);
    await poor.close();
  });

  it('is only what is one’s own', async () => {
    const { id } = await make({ ...below, webhook: hook.url });
    const browser = await account.as({
      method: 'POST',
      url: '/api/v1/account/browsers',
      payload: startBrowser('https://push.example/mine').subscription,
    });
    await expect.poll(() => deliveries('?state=sent')).toHaveLength(1);
    const [delivery] = await deliveries();
    const stranger = await createAccount(api);
    const asked = [
      { method: 'PUT', url: `${root}/${id}`, payload: { ...below, email: true } },
      { method: 'DELETE', url: `${root}/${id}` },
      { method: 'POST', url: `${root}/${id}/test` },
      { method: 'POST', url: `/api/v1/account/alert-deliveries/${delivery?.id}/retry` },
      { method: 'DELETE', url: `/api/v1/account/browsers/${browser.json().id}` },
    ] as const;
    for (const request of asked) expect((await stranger.as(request)).statusCode).toBe(404);
    const seen = (await stranger.as({ url: root })).json<AlertsResponse>();
    expect([seen.alerts, seen.browsers]).toEqual([[], []]);
    expect((await stranger.as({ url: '/api/v1/account/alert-deliveries' })).json().deliveries).toEqual([]);
  });

  it('is at most fifty alerts and twenty browsers', async () => {
    for (let made = 0; made < 50; made++) await make({ kind: 'negative', zone: 'SE3', email: true });
    await make({ kind: 'negative', zone: 'SE3', email: true }, 409);
    const statuses: number[] = [];
    for (let made = 0; made < 21; made++) {
      const payload = startBrowser(`https://push.example/${made}`).subscription;
      statuses.push(
        (await account.as({ method: 'POST', url: '/api/v1/account/browsers', payload })).statusCode,
      );
    }
    expect(statuses.slice(-2)).toEqual([201, 409]);
  });

  it('goes with the account', async () => {
    await make({ ...below, webhook: hook.url });
    const exported = (await account.as({ url: '/api/v1/account/export' })).json();
    expect(exported).toMatchObject({ alerts: [{ kind: 'below', webhook: hook.url }], browsers: [] });
    expect(JSON.stringify(exported)).not.toContain('whsec_');
    await database.pool.query('delete from account where id = $1', [account.id]);
    const { rows } = await database.pool.query('select from price_alert_delivery');
    expect(rows).toEqual([]);
  });
});
