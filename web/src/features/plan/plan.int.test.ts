import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from '../../../testing/chromium.ts';
import { type StartedPage, startPage } from '../../../testing/start-page.ts';

const chromium = findChromium();
const needed = process.env.REQUIRE_ALL === '1';

/** A guest plans a device in a real browser, on the built page and real plans of made-up prices. */
describe.skipIf(!chromium && !needed)('the page of plans (needs chromium)', () => {
  let page: StartedPage;
  let browser: Browser;
  let context: BrowserContext;
  let tab: Page;
  const faults: string[] = [];
  beforeAll(async () => {
    page = await startPage();
    browser = await launchChromium(chromium ?? '');
    context = await browser.newContext({ locale: 'en-GB' });
    tab = await context.newPage();
    tab.setDefaultTimeout(30_000);
    tab.on('pageerror', ({ message }) => faults.push(message));
    tab.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) faults.push(message.text());
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await page?.stop();
  });

  const headline = () => tab.getByRole('heading', { level: 2 }).first();

  it('tells when to start, what that saves, how sure it is, and why', async () => {
    await tab.goto(`${page.url}/?zone=SE3`);
    await tab.getByRole('link', { name: 'Plan' }).click();
    await tab.getByLabel(/no deadline/).check();
    await tab.getByText(/^(Start at \d\d:\d\d|Start now)/).waitFor();
    expect(new URL(tab.url()).search).toBe('?zone=SE3&by=any');
    await tab.getByText(/SEK.*(instead of|costs)|It costs/).waitFor();
    await tab.getByText(/^(Certain|Likely|Not sure): /).waitFor();
    await tab.getByText('What runs when, and why').click();
    await tab.getByText(/kWh at .* öre\/kWh\. /).waitFor();
    await tab.getByRole('img', { name: /^Prices .* Planned: / }).waitFor();
  });

  it('plans what is chosen, and keeps it in the address', async () => {
    await tab.getByLabel('Device').selectOption('Electric car');
    await tab.getByLabel('40 kWh').check();
    await tab.getByText(/^(Charge from|Charge now)/).waitFor();
    await tab.waitForURL(/device=car&amount=40&by=any/);
    await tab.reload();
    await tab.getByText(/^(Charge from|Charge now)/).waitFor();
    expect(await tab.getByLabel('40 kWh').isChecked()).toBe(true);
    await tab.getByText('Show as table').click();
    expect(await tab.getByRole('row').count()).toBe(36 * 4 + 1);
  });

  it('gives the plan as a file for calendars', async () => {
    const [download] = await Promise.all([
      tab.waitForEvent('download'),
      tab.getByRole('button', { name: 'Add to calendar' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('plan.ics');
    const file = readFileSync(await download.path(), 'utf8');
    expect(file).toContain('BEGIN:VEVENT');
    expect(file).toContain('SUMMARY:Charge Electric car');
  });

  it.each([
    ['Home battery', /^(Charge|Use the battery) (now|from)/, /The house pays .* without it|It costs/],
    ['Heat pump', /^Heat (now|from)/, /looked at prices|It costs/],
    ['Hot water tank', /^Heat (now|from)/, /looked at prices|It costs/],
  ])('plans a %s, and says what it takes for granted', async (device, begin, cost) => {
    await tab.goto(`${page.url}/plan?zone=DE-LU`);
    await tab.getByLabel('Device').selectOption(device);
    await tab.getByText(begin).first().waitFor();
    await tab.getByText(cost).waitFor();
    await tab.getByText(/^Taken for granted: .*\d/).waitFor();
    expect(await tab.getByLabel('Done by').count()).toBe(0);
    expect(await tab.getByRole('button', { name: /now/ }).count()).toBe(0);
  });

  it.each(['Dishwasher', 'Electric car'])('lets a %s run at once in spite of the plan', async (device) => {
    await tab.goto(`${page.url}/plan?zone=SE3&by=any`);
    await tab.getByLabel('Device').selectOption(device);
    await tab.getByRole('button', { name: /^(Start it now anyway, for .* more|I start it now)$/ }).click();
    await tab.getByText(/^Runs since \d\d:\d\d today/).waitFor();
    await tab.getByText(/^It costs/).waitFor();
    await tab.getByText(/^Done \d\d:\d\d/).waitFor();
    await tab.reload();
    await tab.getByText(/^Runs since/).waitFor();
    await tab.getByRole('button', { name: 'Plan again' }).click();
    await tab.getByRole('button', { name: /now/ }).waitFor();
  });

  it('says that it is done when its time is over', async () => {
    const started = new Date(Date.now() - 5 * 3_600_000).toISOString().slice(0, 16);
    await tab.goto(`${page.url}/plan?zone=SE3&by=any&started=${started}`);
    await tab.getByRole('heading', { name: 'It is done' }).waitFor();
    await tab.getByRole('button', { name: 'Plan again' }).click();
    await tab.getByText(/^(Start at|Start now)/).waitFor();
  });

  it('says what cannot be done in time, and what comes nearest', async () => {
    const soon = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/Stockholm',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(Date.now() + 3_600_000);
    await tab.goto(`${page.url}/plan?zone=SE3&device=car&amount=40&by=${soon}`);
    await tab.getByRole('heading', { name: 'That cannot be done in time' }).waitFor();
    await tab.getByText(/gets \d.* of 40 kWh by its deadline/).waitFor();
    await tab.getByText(/^(Charge from|Charge now)/).waitFor();
  });

  it('says so when the server is away, and plans again when it is back', async () => {
    await page.api.goDown();
    await tab.goto(`${page.url}/plan?zone=SE3&by=any`);
    await tab.getByRole('heading', { name: 'There is no plan just now' }).waitFor();
    await page.api.comeUp();
    await tab.getByText(/^(Start at|Start now)/).waitFor();
  });

  it('has a heading, and breaks no rule of the page on the way', async () => {
    expect(await headline().textContent()).toMatch(/^Start/);
    expect(faults).toEqual([]);
  });
});
