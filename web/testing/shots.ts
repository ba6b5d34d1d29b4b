import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { findChromium, launchChromium } from './chromium.ts';
import type { Play } from './fake-api.ts';
import { startPage } from './start-page.ts';

/**
 * Pictures of the page in both themes and at two widths, for people to look at:
 * `node --import tsx web/testing/shots.ts [folder]`.
 */
const folder = process.argv[2] ?? '/tmp/shots';
const usual: Partial<Play> = {
  isTomorrowPublished: true,
  isSimulated: false,
  isStale: false,
  emptyZones: [],
  isForecastBroken: false,
};
/** `HH:MM` on the clock of a time zone some minutes from now. */
const clockIn = (timeZone: string, minutes: number): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(
    Date.now() + minutes * 60_000,
  );
/** Each picture: its address, what the API plays, and what the reader does. */
const pictures: Record<string, { path: string; play?: Partial<Play>; act?: (tab: Page) => Promise<void> }> = {
  now: { path: '/?zone=SE3' },
  hover: {
    path: '/?zone=DE-LU',
    act: (tab) => tab.locator('.chart').hover({ position: { x: 200, y: 150 } }),
  },
  paid: {
    path: '/?zone=DE-LU&price=paid',
    play: { isTomorrowPublished: false },
    act: (tab) => tab.locator('.chart').hover({ position: { x: 200, y: 150 } }),
  },
  keyboard: {
    path: '/?zone=GB-C&minutes=60',
    act: async (tab) => {
      await tab.locator('.field[type=date]').focus();
      for (let i = 0; i < 6 && (await tab.locator('.chart:focus').count()) === 0; i++)
        await tab.keyboard.press('Tab');
      await tab.keyboard.press('End');
    },
  },
  waiting: {
    path: '/?zone=FI',
    play: { isTomorrowPublished: false, isSimulated: true, isStale: true },
  },
  october: { path: '/?zone=SE3&day=2025-10-26' },
  table: { path: '/?zone=SE3&day=2025-10-26&view=table' },
  empty: { path: '/?zone=NO1', play: { emptyZones: ['NO1'] } },
  unknown: { path: '/?zone=XX9' },
  plan: { path: '/plan?zone=SE3' },
  'plan-car': {
    path: '/plan?zone=DE-LU&device=car&by=any',
    play: { isTomorrowPublished: false, isSimulated: true },
    act: async (tab) => {
      await tab.getByText('What runs when, and why').click();
    },
  },
  'plan-battery': { path: '/plan?zone=DE-LU&device=battery' },
  'plan-heat-pump': { path: '/plan?zone=SE3&device=heatPump' },
  'plan-heater': { path: '/plan?zone=FI&device=heater' },
  'plan-anyway': {
    path: '/plan?zone=SE3&by=any',
    act: (tab) => tab.getByRole('button', { name: /now/ }).click(),
  },
  forecast: { path: '/forecast?zone=DE-LU&hours=168' },
  'plan-impossible': { path: `/plan?zone=SE3&device=car&amount=40&by=${clockIn('Europe/Stockholm', 60)}` },
};
const path = findChromium();
if (!path) throw new Error('There is no /usr/bin/chromium; set CHROMIUM_PATH.');
mkdirSync(folder, { recursive: true });
const page = await startPage();
const browser = await launchChromium(path);
for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1280]) {
    const context = await browser.newContext({
      colorScheme,
      viewport: { width, height: width === 360 ? 740 : 900 },
      deviceScaleFactor: 2,
      locale: 'en-GB',
    });
    for (const [name, { path: address, play, act }] of Object.entries(pictures)) {
      Object.assign(page.api.play, usual, play);
      const tab = await context.newPage();
      tab.on('console', (message) => console.log(name, message.text()));
      tab.on('pageerror', (error) => console.log(name, error.message));
      await tab.goto(page.url + address, { waitUntil: 'networkidle' });
      await act?.(tab);
      await tab.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`), fullPage: true });
      await tab.close();
    }
    await page.api.goDown();
    const tab = await context.newPage();
    await tab.goto(`${page.url}/?zone=SE3`);
    await tab.locator('.panel').waitFor();
    await tab.screenshot({ path: join(folder, `down-${colorScheme}-${width}.png`), fullPage: true });
    await page.api.comeUp();
    await context.close();
  }
}
await browser.close();
await page.stop();
