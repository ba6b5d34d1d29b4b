import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { violationsOf } from '@eo/web/testing/axe.ts';
import { findChromium, launchChromium } from '@eo/web/testing/chromium.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StackOutputs } from '../outputs.ts';
import { createTestStack, eventually, execute, succeeded, type TestStack } from './kit.ts';

const chromium = findChromium();
if (!chromium && process.env.REQUIRE_ALL === '1') throw new Error('REQUIRE_ALL=1, but there is no chromium.');

const password = 'correct horse battery staple';
const email = 'ann@example.org';

/** People on the web app of a whole stack, from the first visit to the page of operators. */
describe.skipIf(!chromium)('the web app of a stack (needs chromium)', () => {
  let stack: TestStack;
  let outputs: StackOutputs;
  let browser: Browser;
  let tab: Page;
  let mailFolder: string;
  const faults: string[] = [];
  beforeAll(async () => {
    stack = await createTestStack({ 'prices:feeds': 'simulated', 'prices:defaultZone': 'SE3' });
    mailFolder = join(stack.dataRoot, 'mail');
    await stack.up();
    outputs = await stack.outputs();
    browser = await launchChromium(chromium ?? '');
    tab = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    tab.setDefaultTimeout(30_000);
    tab.on('pageerror', ({ message }) => faults.push(message));
    tab.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) faults.push(message.text());
    });
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.remove();
  });

  const page = (path: string): string => `${outputs.webUrl}${path}`;
  const press = (name: string) => tab.getByRole('button', { name, exact: true }).click();
  const link = (name: string) => tab.getByRole('link', { name, exact: true });

  /** The link in the newest mail to the account, which a local stack keeps as a file. */
  const linkInMail = (path: string): Promise<string> =>
    eventually(`a mail with ${path}`, async () => {
      const mails = existsSync(mailFolder) ? readdirSync(mailFolder) : [];
      const texts = mails.map((name) => readFileSync(join(mailFolder, name), 'utf8').replace(/=\r?\n/g, ''));
      const found = texts.flatMap((text) => new RegExp(`/${path}#[\\w-]{43}`).exec(text)?.[0] ?? []);
      return found.at(-1);
    });

  async function logIn(word: string): Promise<void> {
    await tab.getByLabel('E-mail address').fill(email);
    await tab.getByLabel('Password').fill(word);
    await press('Log in');
  }

  it('asks nobody who a guest is, and lets one register', async () => {
    const asked: string[] = [];
    tab.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await tab.goto(page('/'));
    await tab.getByText('Price now').waitFor();
    await tab.getByLabel('Price zone').selectOption('FI');
    await link('Plan').click();
    await tab.getByLabel('Device').selectOption('Tumble dryer');
    await tab.getByLabel('60 min').or(tab.getByLabel('1 h')).first().check();
    expect(asked.filter((path) => /account|auth/.test(path))).toEqual([]);
    await link('Log in').click();
    await link('Register').click();
    await tab.getByLabel('E-mail address').fill(email);
    await tab.getByLabel('Password').fill('password');
    await press('Register');
    await tab
      .getByRole('alert')
      .filter({ hasText: /guess|common|password/i })
      .waitFor();
    await tab.getByLabel('Password').fill(password);
    await press('Register');
    await tab.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  });

  it('confirms the address by the link in the mail, whose secret does not stay in the address', async () => {
    await tab.goto(page(await linkInMail('confirm')));
    await press('Confirm');
    await tab.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();
    expect(tab.url()).toBe(page('/confirm'));
  });

  it('says why a login failed, and opens the account when it did not', async () => {
    await tab.goto(page('/login'));
    await logIn('not the password');
    await tab
      .getByRole('alert')
      .filter({ hasText: /password/i })
      .waitFor();
    await logIn(password);
    await tab.getByRole('heading', { name: 'Your account' }).waitFor();
    await tab.getByText('Chrome on Linux').waitFor();
    expect(await violationsOf(tab)).toEqual([]);
    expect(await tab.evaluate('document.cookie')).toBe('');
  });

  it('takes over what the guest had chosen, and shows it in another browser', async () => {
    const stored = await (await tab.request.get(page('/api/v1/account/household'))).json();
    expect(stored.request.zone).toBe('FI');
    expect(stored.request.devices.appliances).toMatchObject([{ id: 'Tumble dryer', minutes: 60 }]);
    const context = await browser.newContext({ locale: 'en-GB' });
    const other = await context.newPage();
    await other.goto(page('/login'));
    await other.getByLabel('E-mail address').fill(email);
    await other.getByLabel('Password').fill(password);
    await other.getByRole('button', { name: 'Log in', exact: true }).click();
    await other.getByRole('heading', { name: 'Your account' }).waitFor();
    await other.goto(page('/'));
    await expect.poll(() => other.getByLabel('Price zone').inputValue()).toBe('FI');
    await context.close();
  });

  it('plans another device with the household, on a phone as well, and takes one out', async () => {
    await link('Open the plan of the household').click();
    await tab.getByRole('button', { name: 'Take out Tumble dryer' }).waitFor();
    await link('Choose a device').click();
    await tab.getByLabel('Device').selectOption('Electric car');
    await link('Plan it with my household').click();
    await tab.getByRole('heading', { name: 'Add to the household: Electric car?' }).waitFor();
    await press('Add it');
    await tab.getByRole('button', { name: 'Take out Electric car' }).waitFor();
    expect(await violationsOf(tab)).toEqual([]);
    const size = tab.viewportSize();
    await tab.setViewportSize({ width: 360, height: 800 });
    expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await tab.setViewportSize(size ?? { width: 1280, height: 800 });
    await press('Take out Tumble dryer');
    await tab.getByRole('button', { name: 'Take out Tumble dryer' }).waitFor({ state: 'detached' });
    await tab.reload();
    await tab.getByRole('button', { name: 'Take out Electric car' }).waitFor();
    expect(await tab.getByText('Tumble dryer').count()).toBe(0);
    await press('Take out Electric car');
    await tab.getByText('Nothing is planned together yet.').waitFor();
    expect((await tab.request.get(page('/api/v1/account/household'))).status()).toBe(404);
    await link('Account').click();
  });

  it('makes a key that a machine can use, shows it once, and revokes it', async () => {
    await tab.getByLabel('Name of the machine').fill('<b>boiler</b>');
    await press('Make a key');
    const key = (await tab.locator('code').textContent()) ?? '';
    const ask = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${key}` };
      return (await fetch(`${outputs.apiUrl}/api/v1/account`, { headers })).status;
    };
    expect(await ask()).toBe(200);
    await tab.reload();
    await tab.getByText('<b>boiler</b>').waitFor();
    expect(await tab.getByText(key).count()).toBe(0);
    await press('Revoke the key <b>boiler</b>');
    await tab.getByText('No key yet.').waitFor();
    expect(await ask()).toBe(401);
  });

  it('chooses a new password by mail', async () => {
    await press('Log out');
    await link('Forgot your password?').click();
    await tab.getByLabel('E-mail address').fill(email);
    await press('Send me a link');
    await tab.getByText('holds a link to choose a new password').waitFor();
    await tab.goto(page(await linkInMail('reset')));
    await tab.getByLabel('New password').fill(`${password} again`);
    await press('Use this password');
    await tab.getByRole('heading', { name: 'Your new password is in use' }).waitFor();
    await link('Log in').last().click();
    await logIn(`${password} again`);
    await tab.getByRole('heading', { name: 'Your account' }).waitFor();
  });

  it('tells of a price by mail, and shows what was sent', async () => {
    await link('Alerts').click();
    await tab.getByText('No alert yet.').waitFor();
    await tab.getByLabel('Price, ct/kWh').fill('999');
    await press('Make an alert');
    await tab.getByText('It is made.').waitFor();
    await tab.getByText('FI: below 999 ct/kWh').waitFor();
    const sent = tab.locator('li[data-state=sent]');
    await sent.filter({ hasText: 'Power under 999.0 ct/kWh' }).first().waitFor();
    await tab.getByText('mail, sent').first().waitFor();
    const mails = readdirSync(mailFolder).map((name) => readFileSync(join(mailFolder, name), 'utf8'));
    expect(mails.filter((mail) => mail.includes('Power under 999.0 ct/kWh'))).not.toEqual([]);
    await press('Test the alert: FI: below 999 ct/kWh');
    await sent.filter({ hasText: 'Test of a price alert' }).waitFor();
    expect(await violationsOf(tab)).toEqual([]);
    await press('Turn off');
    await tab.getByText('off, when it begins, mail').waitFor();
  });

  it('shows what is pushed while the page is somewhere else', async () => {
    await tab.context().grantPermissions(['notifications'], { origin: outputs.webUrl ?? '' });
    await tab.getByRole('button', { name: 'Tell me in this browser' }).waitFor();
    const devTools = await tab.context().newCDPSession(tab);
    const found = new Promise<string>((resolve) => {
      devTools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        if (registrations[0]) resolve(registrations[0].registrationId);
      });
    });
    await devTools.send('ServiceWorker.enable');
    await tab.evaluate('navigator.serviceWorker.register("/service-worker.js")');
    await tab.evaluate('navigator.serviceWorker.ready.then(() => null)');
    const message = {
      kind: 'test',
      zone: 'SE3',
      title: 'A test',
      text: 'Cheap now',
      start: '2026-01-01T00:00:00Z',
    };
    await devTools.send('ServiceWorker.deliverPushMessage', {
      origin: outputs.webUrl ?? '',
      registrationId: await found,
      data: JSON.stringify(message),
    });
    await expect
      .poll(() =>
        tab.evaluate(
          'navigator.serviceWorker.ready.then((worker) => worker.getNotifications())' +
            '.then((all) => all.map(({ title, body }) => [title, body]))',
        ),
      )
      .toEqual([['A test', 'Cheap now']]);
  });

  it('shows the stack to operators only', async () => {
    expect(await link('Operator').count()).toBe(0);
    await tab.goto(page('/operator'));
    await tab.getByRole('heading', { name: 'This page is for operators' }).waitFor();
    const role = ['run', '--silent', 'role', '--', email, 'operator', '--stack', stack.name];
    succeeded(await execute('npm', role, stack.env));
    await tab.goto(page('/account'));
    await press('Log out');
    await logIn(`${password} again`);
    await tab.getByRole('heading', { name: `Stack ${stack.name}` }).waitFor();
    await tab.getByRole('row', { name: /^SE3 / }).waitFor();
    await tab.getByRole('row', { name: /^restore-drill / }).waitFor();
    await tab.getByText('of US$50.00 a month').first().waitFor();
    expect(await violationsOf(tab)).toEqual([]);
    if (outputs.prometheusUrl) {
      await tab.getByText('No alert fires.').waitFor();
      expect(await link('Prometheus').getAttribute('href')).toBe(outputs.prometheusUrl);
    }
  });

  it('gives everything that it keeps of an account, and forgets it', async () => {
    await tab.goto(page('/account'));
    const [download] = await Promise.all([tab.waitForEvent('download'), press('Download everything')]);
    expect(JSON.parse(readFileSync(await download.path(), 'utf8')).account.email).toBe(email);
    await tab.getByText('Delete the account for good').first().click();
    await tab.getByLabel('Password', { exact: true }).fill(`${password} again`);
    await press('Delete the account for good');
    await tab.getByText('Price now').waitFor();
    await link('Log in').click();
    await logIn(`${password} again`);
    await tab
      .getByRole('alert')
      .filter({ hasText: /password/i })
      .waitFor();
  });

  it('broke no rule of its own security policy on the way', () => {
    expect(faults).toEqual([]);
  });
});
