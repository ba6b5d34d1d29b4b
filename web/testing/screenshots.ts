import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium, launchChromium } from './chromium.ts';
import { startPage } from './start-page.ts';

/** Pictures of the main views for the documents: `npm run screenshots [folder]`, by default `docs/screenshots`. */
const folder = process.argv[2] ?? 'docs/screenshots';
const views = {
  now: '/?zone=SE3',
  plan: '/plan?zone=SE3&by=any',
  forecast: '/forecast?zone=SE3&hours=168',
  tariffs: '/tariffs?zone=DE-LU',
};
const devices = {
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  desktop: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
} as const;

const chromium = findChromium();
if (!chromium) throw new Error('There is no /usr/bin/chromium; set CHROMIUM_PATH.');
mkdirSync(folder, { recursive: true });
const page = await startPage();
const browser = await launchChromium(chromium);
for (const [device, options] of Object.entries(devices)) {
  const context = await browser.newContext({ ...options, locale: 'en-GB' });
  for (const [view, path] of Object.entries(views)) {
    const tab = await context.newPage();
    await tab.goto(page.url + path, { waitUntil: 'networkidle' });
    const file = join(folder, `${view}-${device}.png`);
    await tab.screenshot({ path: file });
    console.log(file);
    await tab.close();
  }
}
await browser.close();
await page.stop();
