import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { findChromium, launchChromium } from '@eo/web/testing/chromium.ts';
import { buildAll } from '../infra/build/build.ts';
import { bundleOf } from '../infra/build/bundles.ts';
import { freePort } from '../infra/testing/free-port.ts';
import { startThrowawayPostgres } from '../infra/testing/throwaway-postgres.ts';
import { projectDir } from '../infra/toolchain/project.ts';
import { median, type Result, report } from './report.ts';
import { loadSimulated, startApi } from './running-api.ts';

/**
 * What a phone on a slow network gets of the web app, by Lighthouse (https://github.com/GoogleChrome/lighthouse) in a real
 * browser, on the built page and the real API with prices of a month. Lighthouse is fetched when it is first used: it is too
 * large to come with every installation.
 */
const lighthouse = 'lighthouse@12.8.2';
const rounds = 3;
/** Guests see them; the first is the one whose speed counts. */
const pages = ['/?zone=SE3', '/plan?zone=SE3&by=any', '/login'];
const categories = ['performance', 'accessibility', 'best-practices'] as const;

interface Audited {
  /** 0 to 100. */
  scores: Record<(typeof categories)[number], number>;
  lcpSeconds: number;
  layoutShift: number;
}

const browserPath = findChromium();
if (!browserPath) throw new Error('There is no /usr/bin/chromium; set CHROMIUM_PATH.');
const children: ChildProcess[] = [];
const postgres = await startThrowawayPostgres();
try {
  await buildAll();
  await loadSimulated(postgres.url, 'SE3');
  const api = await startApi(postgres.url, 'SE3');
  children.push(api.process);
  const site = await startSite(api.url);
  const script = await scriptOf(`${site}${pages[0]}`, browserPath);
  const first: Audited[] = [];
  for (let round = 0; round < rounds; round += 1) first.push(await audit(`${site}${pages[0]}`, browserPath));
  const others: Audited[] = [];
  for (const page of pages.slice(1)) others.push(await audit(`${site}${page}`, browserPath));
  report('web', resultsOf(script, first, others));
} finally {
  for (const child of children) child.kill('SIGKILL');
  await postgres.stop();
}

function resultsOf(
  script: { initialKb: number; withChartKb: number },
  first: readonly Audited[],
  others: readonly Audited[],
): Result[] {
  const all = [...first, ...others];
  const worst = (category: (typeof categories)[number]): number =>
    Math.min(...all.map(({ scores }) => scores[category]));
  return [
    { name: 'initial_js_gzip_kb', value: script.withChartKb, unit: 'KB', goal: { atMost: 60 } },
    { name: 'before_chart_js_gzip_kb', value: script.initialKb, unit: 'KB', goal: { atMost: 35 } },
    {
      name: 'lcp_seconds',
      value: median(first.map(({ lcpSeconds }) => lcpSeconds)),
      unit: 's',
      goal: { atMost: 1 },
    },
    {
      name: 'layout_shift',
      value: Math.max(...first.map(({ layoutShift }) => layoutShift)),
      unit: '',
      goal: { atMost: 0.01 },
    },
    {
      name: 'lighthouse_performance',
      value: median(first.map(({ scores }) => scores.performance)),
      unit: '',
      goal: { atLeast: 98 },
    },
    { name: 'lighthouse_accessibility', value: worst('accessibility'), unit: '', goal: { atLeast: 100 } },
    { name: 'lighthouse_best_practices', value: worst('best-practices'), unit: '', goal: { atLeast: 100 } },
  ];
}

/** Serves the built web app in front of an API, as the local stack does. */
async function startSite(apiUrl: string): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [bundleOf('web/server/main.ts')], {
    cwd: projectDir,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env.PATH, API_URLS: apiUrl, PORT: String(port), LOG_LEVEL: 'warn' },
  });
  children.push(child);
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if ((await fetch(url).catch(() => null))?.ok) return url;
    await sleep(50);
  }
  throw new Error(`The web server did not answer at ${url} within 10 s.`);
}

/** Kilobytes of JavaScript, compressed, that the page asks for at once, and until it shows its chart. */
async function scriptOf(url: string, chromium: string): Promise<{ initialKb: number; withChartKb: number }> {
  const html = await (await fetch(url)).text();
  const atOnce = [...html.matchAll(/(?:src|href|data-app)="(\/[^"]+\.js)"/g)].map(([, path]) => path);
  const browser = await launchChromium(chromium);
  try {
    const tab = await browser.newPage();
    const asked: string[] = [];
    tab.on('request', (request) => {
      if (request.resourceType() === 'script') asked.push(new URL(request.url()).pathname);
    });
    await tab.goto(url);
    await tab
      .getByRole('img', { name: /^Prices / })
      .or(tab.locator('.chart canvas'))
      .first()
      .waitFor();
    const sizeOf = async (paths: Iterable<string>): Promise<number> => {
      const bodies = await Promise.all(
        [...paths].map(async (path) => (await fetch(new URL(path, url))).arrayBuffer()),
      );
      const bytes = bodies.map((body) => gzipSync(Buffer.from(body), { level: 9 }).length);
      return bytes.reduce((sum, size) => sum + size, 0) / 1000;
    };
    const all = new Set(asked);
    return {
      withChartKb: await sizeOf(all),
      initialKb: await sizeOf([...all].filter((path) => atOnce.includes(path))),
    };
  } finally {
    await browser.close();
  }
}

/** As a phone: Lighthouse's own default, with a slow processor and network played. */
async function audit(url: string, chromium: string): Promise<Audited> {
  const args = [
    '--yes',
    lighthouse,
    url,
    '--quiet',
    '--output=json',
    `--only-categories=${categories.join()}`,
  ];
  const flags = '--chrome-flags=--headless=new --no-sandbox --disable-gpu';
  const { stdout } = await promisify(execFile)('npx', [...args, flags], {
    maxBuffer: 2 ** 26,
    env: { ...process.env, CHROME_PATH: chromium },
  });
  const { categories: found, audits } = JSON.parse(stdout) as LighthouseReport;
  return {
    scores: Object.fromEntries(
      categories.map((name) => [name, Math.round((found[name]?.score ?? 0) * 100)]),
    ) as Audited['scores'],
    lcpSeconds: (audits['largest-contentful-paint']?.numericValue ?? Number.NaN) / 1000,
    layoutShift: audits['cumulative-layout-shift']?.numericValue ?? Number.NaN,
  };
}

/** As far as it is read. */
interface LighthouseReport {
  categories: Record<string, { score: number | null }>;
  audits: Record<string, { numericValue?: number }>;
}
