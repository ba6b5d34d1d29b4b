import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violationsOf } from '../testing/axe.ts';
import { findChromium, launchChromium } from '../testing/chromium.ts';
import { type StartedPage, startPage } from '../testing/start-page.ts';

const chromium = findChromium();
const needed = process.env.REQUIRE_ALL === '1';

/** Pages that everybody may see, and what tells that they are there. */
const pages: Readonly<Record<string, string>> = {
  '/?zone=SE3': 'Price now',
  '/?zone=SE3&day=2025-10-26&view=table': 'Average of the day',
  '/?zone=DE-LU&price=paid&view=table': 'You pay now',
  '/?zone=XX9': 'There is no zone',
  '/plan?zone=SE3': 'What runs when, and why',
  '/plan?zone=DE-LU&device=battery': 'Taken for granted',
  '/forecast?zone=SE3': 'How far to trust it',
  '/tariffs?zone=DE-LU': 'Cheapest first',
  '/login': 'Forgot your password?',
  '/register': 'I have an account',
  '/nowhere': 'There is nothing at this address',
};

describe.skipIf(!chromium && !needed)('the pages of the web app (needs chromium)', () => {
  let page: StartedPage;
  let browser: Browser;
  beforeAll(async () => {
    page = await startPage();
    browser = await launchChromium(chromium ?? '');
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await page?.stop();
  });

  async function open(path: string, colorScheme: 'light' | 'dark' = 'light', width = 1280): Promise<Page> {
    const viewport = { width, height: 800 };
    const context = await browser.newContext({ locale: 'en-GB', colorScheme, viewport });
    const tab = await context.newPage();
    tab.setDefaultTimeout(30_000);
    await tab.goto(page.url + path);
    await tab
      .getByText(pages[path] ?? '')
      .first()
      .waitFor();
    return tab;
  }

  describe.each(Object.keys(pages))('%s', (path) => {
    it.each(['light', 'dark'] as const)('has nothing that axe finds wrong, %s', async (colorScheme) => {
      const tab = await open(path, colorScheme);
      expect(await violationsOf(tab)).toEqual([]);
      await tab.context().close();
    });

    it('is no wider than a small phone, and as well there', async () => {
      const tab = await open(path, 'light', 360);
      expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(360);
      expect(await violationsOf(tab)).toEqual([]);
      await tab.context().close();
    });
  });

  describe.each([
    ['de-DE', 'de', 'Preis jetzt', 'Pläne'],
    ['sv-SE', 'sv', 'Pris nu', 'planer'],
    ['fr-FR', 'fr', 'Prix maintenant', 'plans'],
  ])('in %s', (locale, lang, heading, plans) => {
    it.each(Object.keys(pages))('%s fits a small phone, and axe finds nothing', async (path) => {
      const context = await browser.newContext({ locale, viewport: { width: 360, height: 800 } });
      const tab = await context.newPage();
      await tab.goto(page.url + path);
      await tab.locator('h1, h2').first().waitFor();
      await tab.waitForLoadState('networkidle');
      expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(360);
      expect(await violationsOf(tab)).toEqual([]);
      await context.close();
    });

    it('speaks the language, says so, and keeps another that is chosen', async () => {
      const context = await browser.newContext({ locale });
      const tab = await context.newPage();
      await tab.goto(`${page.url}/?zone=SE3`);
      await tab.getByText(heading).first().waitFor();
      expect(await tab.locator('html').getAttribute('lang')).toBe(lang);
      await tab.goto(`${page.url}/register`);
      await tab.getByText(plans).first().waitFor();
      await tab.locator('select.language').selectOption('en');
      await tab.getByText('I have an account').waitFor();
      await tab.goto(`${page.url}/?zone=SE3`);
      await tab.getByText('Price now').first().waitFor();
      await context.close();
    });
  });

  it.each([
    ['2025-10-26', 100, 'Clocks go back on this day'],
    ['2026-03-29', 92, 'Clocks go forward on this day'],
  ])('show every quarter of %s, %i of them, and say why', async (day, quarters, notice) => {
    const tab = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    await tab.goto(`${page.url}/?zone=SE3&day=${day}&view=table`);
    await tab.getByText(notice).waitFor();
    // The table is a script of its own, which may come after the notice.
    await expect.poll(() => tab.locator('table tbody tr').count()).toBe(quarters);
    await tab.context().close();
  });

  it('plan nothing loud at night when that is asked for, and remember it in the address', async () => {
    const tab = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    await tab.goto(`${page.url}/plan?zone=SE3&device=washer`);
    const asked = tab.waitForRequest(
      (request) => request.url().endsWith('/plans') && (request.postData() ?? '').includes('quietHours'),
    );
    await tab.getByLabel('quiet from 22:00 to 06:00').check();
    const body = (await asked).postDataJSON() as { devices: { appliances: object[] } };
    expect(body.devices.appliances).toMatchObject([{ quietHours: [{ from: '22:00', to: '06:00' }] }]);
    await tab.waitForURL(/quiet=night/);
    await tab.getByLabel('Device').selectOption('car');
    await expect.poll(() => tab.getByLabel('quiet from 22:00 to 06:00').count()).toBe(0);
    await tab.context().close();
  });

  describe('names that are code', () => {
    const hostile = `"><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

    it('of zones are text', async () => {
      const tab = await (await browser.newContext({ locale: 'en-GB' })).newPage();
      await tab.route('**/api/v1/zones', async (route) => {
        const answer = await route.fetch();
        const body = (await answer.json()) as { zones: { name: string }[] };
        await route.fulfill({
          json: { ...body, zones: body.zones.map((zone) => ({ ...zone, name: hostile })) },
        });
      });
      await tab.goto(`${page.url}/?zone=SE3&view=table`);
      await tab.getByText('Price now').first().waitFor();
      await expect.poll(() => tab.locator('#zone option').first().textContent()).toContain('<script>');
      expect(await tab.title()).not.toBe('owned');
      expect(await tab.locator('img[src=x]').count()).toBe(0);
      await tab.context().close();
    });

    it('of zones in the address and of contracts are text', async () => {
      const tab = await (await browser.newContext({ locale: 'en-GB' })).newPage();
      await tab.goto(`${page.url}/?zone=${encodeURIComponent(hostile)}`);
      await tab.getByText('There is no zone').waitFor();
      await tab.goto(`${page.url}/tariffs?zone=DE-LU`);
      await tab.getByText('Cheapest first').waitFor();
      await tab.getByLabel('Name').first().fill(hostile.slice(0, 40));
      await tab.getByText(hostile.slice(0, 20)).first().waitFor();
      await tab.reload();
      await tab.getByText('Cheapest first').waitFor();
      expect(await tab.title()).not.toBe('owned');
      expect(await tab.locator('img[src=x]').count()).toBe(0);
      await tab.context().close();
    });
  });

  describe('what is seen first', () => {
    const app = /assets\/first-(?!look).*\.js/;
    /** A page whose app is held back until it is let go. */
    async function hold(path: string, locale = 'en-GB') {
      const context = await browser.newContext({ locale });
      const tab = await context.newPage();
      tab.setDefaultTimeout(30_000);
      const asked: string[] = [];
      tab.on('request', (request) => asked.push(request.url()));
      let letGo = (): void => {};
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      await tab.route(app, async (route) => {
        await held;
        await route.continue();
      });
      // A visitor whose zone only the browser knows, as it was chosen on an earlier visit.
      await context.addInitScript("localStorage.setItem('zone', 'SE3')");
      await tab.goto(page.url + path, { waitUntil: 'commit' });
      const isAppAsked = () => asked.some((url) => app.test(url));
      return { tab, letGo, asked, isAppAsked, close: () => context.close() };
    }
    const shown = '#first-look:not([hidden]) .price:not(.skeleton) .price-number';

    it.each(['/?zone=SE3', '/'])('is the price, before the app is there: %s', async (path) => {
      const { tab, letGo, close } = await hold(path);
      const first = await tab.locator(shown).innerText();
      expect(first).toMatch(/^\d+\.\d$/);
      letGo();
      await tab.getByText('Price now').waitFor();
      expect(await tab.locator('#app .price-number').innerText()).toBe(first);
      expect(await tab.locator('#first-look').count()).toBe(0);
      await close();
    });

    it('is written as the reader writes numbers', async () => {
      const { tab, letGo, close } = await hold('/?zone=SE3', 'de-DE');
      expect(await tab.locator(shown).innerText()).toMatch(/^\d+,\d$/);
      letGo();
      await close();
    });

    it.each(['/?zone=SE3&price=paid', '/?zone=SE3&day=2025-10-26', '/plan?zone=SE3', '/?zone=XX9'])(
      'is left to the app where it is something else: %s',
      async (path) => {
        const { tab, letGo, isAppAsked, close } = await hold(path);
        await expect.poll(isAppAsked).toBe(true);
        expect(await tab.locator('#first-look:not([hidden])').count()).toBe(0);
        letGo();
        await tab.locator('#app h1').first().waitFor();
        await close();
      },
    );

    it.each([
      ['/?zone=SE3', 0],
      ['/', 1],
      ['/?zone=SE3&minutes=60', 0],
    ])('is asked for once at most, by the words that the app asks in: %s', async (path, times) => {
      const { tab, letGo, asked, close } = await hold(path);
      letGo();
      await tab.getByText('Price now').waitFor();
      await tab.locator('.cheapest-sentence strong').waitFor();
      const count = (what: string) => asked.filter((url) => url.includes(`/prices/${what}`)).length;
      expect([count('current'), count('cheapest-window')]).toEqual([times, 1]);
      await close();
    });

    it('is left to the app, at once, when there is no price', async () => {
      page.api.play.emptyZones = ['SE3'];
      const { tab, letGo, isAppAsked, close } = await hold('/?zone=SE3');
      await expect.poll(isAppAsked).toBe(true);
      expect(await tab.locator('#first-look:not([hidden])').count()).toBe(0);
      letGo();
      await tab.locator('#app h1').first().waitFor();
      page.api.play.emptyZones = [];
      await close();
    });
  });

  it('show what a household pays, layer by layer, and the hours that are cheapest then', async () => {
    const tab = await open('/?zone=DE-LU');
    const market = await tab.locator('.price-number').textContent();
    const calendar = tab.getByRole('link', { name: 'Have the cheapest 3 hours of each day in my calendar' });
    expect(await calendar.getAttribute('href')).toBe(
      `webcal://${new URL(page.url).host}/api/v1/prices/calendar?zone=DE-LU&minutes=180`,
    );
    await tab.getByLabel('With grid fees and taxes').check();
    await tab.getByText('What you pay from now on').waitFor();
    expect(new URL(tab.url()).searchParams.get('price')).toBe('paid');
    expect(Number(await tab.locator('.price-number').textContent())).toBeGreaterThan(Number(market) + 10);
    for (const layer of ['energy', 'grid', 'taxes', 'VAT'])
      await tab.locator('.legend').getByText(layer, { exact: true }).waitFor();
    await tab.getByRole('slider').focus();
    const spoken = await tab.getByRole('slider').getAttribute('aria-valuetext');
    const [, total = '', ...parts] =
      /, ([\d.]+) ct\/kWh, \w+, energy (−?[\d.]+), grid ([\d.]+), taxes ([\d.]+), VAT (−?[\d.]+)$/.exec(
        spoken ?? '',
      ) ?? [];
    const sum = parts.reduce((all, part) => all + Number(part.replace('−', '-')), 0);
    expect(sum).toBeCloseTo(Number(total), 0);
    await tab.getByLabel('Show as table').check();
    await tab
      .getByText(/grid \d/)
      .first()
      .waitFor();
    await tab.getByLabel('With grid fees and taxes').uncheck();
    await tab.getByRole('heading', { name: 'Today and tomorrow' }).waitFor();
    await tab.context().close();
  });

  it('tell of the days ahead, and of how far to trust them', async () => {
    const tab = await open('/forecast?zone=SE3');
    await tab.getByRole('slider', { name: 'Price of each interval' }).waitFor();
    await tab.getByText('was off by 1.12 ct/kWh on average').waitFor();
    await tab.getByRole('img', { name: /^Mean error of each day from/ }).waitFor();
    await tab.getByLabel('a week').check();
    await tab.waitForURL(/hours=168/);
    await expect.poll(() => tab.getByRole('row').count()).toBeGreaterThanOrEqual(8);
    await tab.getByText('For the curious').click();
    await tab.getByRole('row', { name: /arx-l1-364 60 % unknown/ }).waitFor();
    await tab.getByLabel('Price zone').selectOption('FI');
    await tab.waitForURL(/zone=FI/);
    await tab.context().close();
  });

  it('say so when nobody knows how good the forecast is', async () => {
    page.api.play.isForecastBroken = true;
    const tab = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    await tab.goto(`${page.url}/forecast?zone=SE3`);
    await tab.getByText('There is no forecast just now').waitFor();
    await tab.getByText('Nobody knows yet').waitFor();
    page.api.play.isForecastBroken = false;
    await tab.context().close();
  });

  it('compare contracts as they are written down, by the meter of the household, and remember them', async () => {
    const tab = await open('/tariffs?zone=DE-LU');
    const cheapest = () => tab.getByRole('row').nth(1).getByRole('rowheader');
    await tab.getByText('cheapest', { exact: true }).waitFor();
    await tab.getByLabel('Name').nth(1).fill('<b>Fix</b>');
    await tab.getByLabel('Full price, ct/kWh').fill('12.5');
    await expect.poll(async () => cheapest().textContent()).toMatch(/^<b>Fix<\/b>cheapest/);
    const lines = Array.from({ length: 10 * 24 }, (_, hour) => {
      const at = new Date(Date.UTC(2026, 0, 1) + hour * 3_600_000).toISOString();
      return `${at};${hour % 24 < 6 ? '2,0' : '0,1'}`;
    });
    const file = {
      name: 'meter.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['Zeit;kWh', ...lines].join('\n')),
    };
    await tab.getByLabel('CSV of your meter').setInputFiles(file);
    await tab.getByText(/^Read 10 days; that makes \d+ kWh a year\.$/).waitFor();
    await tab.getByText('Spread over the day as your meter says.').waitFor();
    await tab.getByRole('button', { name: 'Add a contract' }).click();
    await expect.poll(() => tab.getByRole('row').count()).toBe(1 + 3);
    expect(page.api.asked.filter((url) => url.includes('meter'))).toEqual([]);
    await tab.waitForTimeout(1_000);
    await tab.reload();
    await expect.poll(() => tab.getByRole('row').count()).toBe(1 + 3);
    expect(await tab.getByLabel('Name').nth(1).inputValue()).toBe('<b>Fix</b>');
    const bad = { name: 'cat.csv', mimeType: 'text/csv', buffer: Buffer.from('meow') };
    await tab.getByLabel('CSV of your meter').setInputFiles(bad);
    await tab.getByText('No line of this file has a date').waitFor();
    await tab.context().close();
  });

  it('open without a network, with the last prices, which they call old', async () => {
    const own = await startPage();
    const context = await browser.newContext({ locale: 'en-GB' });
    const tab = await context.newPage();
    tab.setDefaultTimeout(30_000);
    await tab.goto(`${own.url}/?zone=SE3`);
    await tab.evaluate('navigator.serviceWorker.ready.then(() => null)');
    await expect.poll(() => tab.evaluate('navigator.serviceWorker.controller !== null')).toBe(true);
    await tab.reload();
    const price = tab.locator('.price-number');
    await price.waitFor();
    await expect
      .poll(() => tab.evaluate('caches.open("answers").then((all) => all.keys()).then((all) => all.length)'))
      .toBe(3);
    const before = await price.textContent();
    await own.stop();
    await tab.reload();
    await price.waitFor();
    expect(await price.textContent()).toBe(before);
    await tab.getByText(/The source was (last checked|not checked)/).waitFor();
    await tab.getByRole('slider', { name: 'Price of each interval' }).waitFor();
    // A page that was never opened is there, too, and says what it cannot know.
    await tab.getByRole('link', { name: 'Tariffs' }).click();
    await tab.getByText('The contracts could not be compared just now').waitFor();
    await context.close();
  });

  it('can be installed', async () => {
    const tab = await open('/?zone=SE3');
    const devTools = await tab.context().newCDPSession(tab);
    const { errors, url } = await devTools.send('Page.getAppManifest');
    expect([errors, url]).toEqual([[], `${page.url}/manifest.webmanifest`]);
    const { installabilityErrors } = await devTools.send('Page.getInstallabilityErrors');
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
    await tab.context().close();
  });
});
