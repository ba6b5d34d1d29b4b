import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTlsServer, type TlsServer } from '@eo/app/api/testing/tls-server.ts';
import { alerts } from '@eo/monitoring/alerts/index.ts';
import { config } from '@eo/monitoring/config.ts';
import { dashboards } from '@eo/monitoring/dashboards/index.ts';
import { metricNames } from '@eo/monitoring/promql.ts';
import { recordingGroups } from '@eo/monitoring/rules/files.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StackOutputs } from '../outputs.ts';
import { findMonitoring } from '../targets/local-monitoring.ts';
import { which } from '../which.ts';
import { createTestStack, eventually, execute, processesNaming, succeeded, type TestStack } from './kit.ts';
import { type Load, startLoad } from './load.ts';
import { PrometheusClient } from './prometheus-client.ts';
import { writeRecordedDays } from './recorded-days.ts';

const missing = Object.entries(findMonitoring(which)).flatMap(([name, path]) => (path ? [] : [name]));
if (missing.length > 0 && process.env.REQUIRE_ALL === '1')
  throw new Error(`REQUIRE_ALL=1, but ${missing.join(', ')} is not on PATH.`);

/** What this stack cannot have, each with its reason. */
const absent: Readonly<Record<string, string>> = {
  cost_estimated_usd_per_month: 'a local stack buys nothing',
};
const emptyPanels: Readonly<Record<string, string>> = {
  'Cost / By component': 'a local stack buys nothing',
};

/** Reads what a rule or panel reads on a real Prometheus, which scrapes a whole stack that is used a little. */
describe.skipIf(missing.length > 0)(
  `the monitoring of a local stack (needs ${missing.join(', ') || 'nothing more'})`,
  () => {
    let recorded: string;
    let certificate: TlsServer;
    let stack: TestStack;
    let outputs: StackOutputs;
    let load: Load;
    let prometheus: PrometheusClient;

    beforeAll(async () => {
      recorded = writeRecordedDays(mkdtempSync(join(tmpdir(), 'eo-recorded-')), 'SE3');
      certificate = await startTlsServer(90);
      stack = await createTestStack({
        'prices:feeds': 'replay,simulated',
        'prices:replayDir': recorded,
        'prices:defaultZone': 'SE3',
        'monitoring:tlsHosts': certificate.address,
      });
      await stack.up();
      outputs = await stack.outputs();
      prometheus = new PrometheusClient(outputs.prometheusUrl ?? '');
      load = startLoad(outputs.apiUrl ?? '');
      await stack.syncRecorded('SE3', recorded);
      await recordDrill(stack, recorded);
    });
    afterAll(async () => {
      await load?.stop();
      await stack?.remove();
      await certificate?.close();
      rmSync(recorded, { recursive: true, force: true });
      if (stack) expect(await processesNaming(stack.folder)).toEqual([]);
    });

    it('scrapes every service, and every scrape succeeds', async () => {
      const healthy = async (): Promise<unknown[]> => {
        const up = await prometheus.query('up == 1');
        return up.map(({ metric }) => metric.service).sort();
      };
      // Each is scraped in its own time after Prometheus has started.
      await expect
        .poll(healthy, patiently)
        .toEqual([
          'alertmanager',
          'backend',
          'node-exporter',
          'postgres-exporter',
          'prometheus',
          'redis-exporter',
        ]);
    });

    it('has every series that a rule reads, and records every series that a rule records', async () => {
      const recorded = recordingGroups.flatMap(({ rules }) => rules);
      const needed = [...alerts, ...recorded].flatMap(({ expr }) => metricNames(expr));
      const wanted = new Set([...needed, ...recorded.map(({ record }) => record)]);
      const lacking = async (): Promise<string[]> => {
        const known = new Set(await prometheus.metricNames());
        return [...wanted].filter((name) => !known.has(name) && !absent[name]);
      };
      await expect.poll(lacking, patiently).toEqual([]);
      expect(Object.keys(absent).filter((name) => !wanted.has(name))).toEqual([]);
    });

    const panels = dashboards.flatMap(({ title, rows }) =>
      rows.flatMap((row) =>
        row.panels.flatMap((panel) =>
          panel.queries.map(({ expr }) => ({ name: `${title} / ${panel.title}`, expr: substituted(expr) })),
        ),
      ),
    );

    it('has at least one series for every query of every panel', async () => {
      const lacking = async (): Promise<string[]> => {
        const answers = await Promise.all(
          panels.map(async ({ name, expr }) =>
            (await prometheus.query(expr)).length === 0 ? [`${name}: ${expr}`] : [],
          ),
        );
        return answers
          .flat()
          .filter((name) => !Object.keys(emptyPanels).some((empty) => name.startsWith(`${empty}:`)));
      };
      await expect.poll(lacking, patiently).toEqual([]);
      expect(panels.length).toBeGreaterThan(50);
      for (const name of Object.keys(emptyPanels)) expect(panels.map((panel) => panel.name)).toContain(name);
    });

    it('shows alerts in the status, and Alertmanager has them', async () => {
      const { stdout } = await stack.run('status', ['--json']);
      const { live } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
      expect(live.alerts).toBeInstanceOf(Array);
      const reached = async (): Promise<boolean> => {
        const answer = await fetch(`http://127.0.0.1:${stack.ports.alertmanager}/api/v2/alerts`);
        const active = (await answer.json()) as { labels: Record<string, string> }[];
        return active.some(({ labels }) => labels.alertname === 'DeadMansSwitch');
      };
      // What Prometheus sent before Alertmanager listened is sent again only a minute later.
      await eventually('the dead man’s switch reaches Alertmanager', reached, 150);
    });

    it('is not refused while the key of the API is rotated', async () => {
      const refusals = new Set<string>();
      let going = true;
      const watching = (async () => {
        for (; going; await sleep(250))
          // It may be started anew meanwhile: that it does not answer is no refusal.
          for (const error of await prometheus.scrapeErrors('backend-api').catch(() => []))
            if (/40[13]/.test(error)) refusals.add(error);
      })();
      const before = outputs.internalApiKey;
      succeeded(
        await execute('npm', ['run', '--silent', 'rotate', '--', 'internal-api-key', stack.name], stack.env),
      );
      outputs = await stack.outputs();
      const sinceRotation = 'count_over_time(up{job="backend-api"}[30s]) >= 2 and up == 1';
      await sleep(30_000);
      await expect.poll(async () => (await prometheus.query(sinceRotation)).length, patiently).toBe(1);
      going = false;
      await watching;
      expect([...refusals]).toEqual([]);
      expect(outputs.internalApiKey).not.toBe(before);
      const old = await fetch(`${outputs.apiUrl}/metrics`, {
        headers: { authorization: `Bearer ${before}` },
      });
      expect(old.status).toBe(401);
    });

    it('lets nobody read metrics without the key, and shows the key nowhere', async () => {
      for (const headers of [{}, { authorization: 'Bearer wrong' }]) {
        const refused = await fetch(`${outputs.apiUrl}/metrics`, { headers });
        expect(refused.status).toBe(401);
        expect(await refused.text()).not.toContain('http_requests_total');
      }
      const key = outputs.internalApiKey ?? '';
      expect(key.length).toBeGreaterThan(16);
      for (const page of ['status/config', 'targets', 'status/flags']) {
        const text = await (await fetch(`${outputs.prometheusUrl}/api/v1/${page}`)).text();
        expect(text, page).toContain('success');
        expect(text, page).not.toContain(key);
      }
      const logs = join(stack.dataRoot, 'logs');
      for (const file of readdirSync(logs))
        expect(readFileSync(join(logs, file), 'utf8'), file).not.toContain(key);
      expect((await processesNaming(key)).length).toBe(0);
    });

    it('keeps to the number of series that one replica may have', async () => {
      const samples = await prometheus.query('scrape_samples_scraped{job="backend-api"}');
      const [size] = samples.map(({ value }) => Number(value[1]));
      console.log(`series of one replica: ${size} (most: ${config.apiSampleLimit})`);
      expect(size).toBeGreaterThan(100);
      expect(size).toBeLessThan(config.apiSampleLimit);
    });
  },
);

/** Stores what a drill measured with the stack, as `npm run drill -- recovery --record` does. */
async function recordDrill(stack: TestStack, folder: string): Promise<void> {
  const file = join(folder, 'drills.json');
  const measured = { rtoSeconds: 2, rpoSeconds: 0, evidence: 'seen', failures: [] };
  writeFileSync(file, JSON.stringify([{ name: 'api-lost', pass: true, ...measured }]));
  const args = ['pipeline', '--', 'record-drills', '--stack', stack.name, '--results', file];
  succeeded(await execute('npm', ['run', '--silent', ...args], stack.env));
}

/** Rates need two scrapes, and a busy machine is late with them. */
const patiently = { timeout: 180_000, interval: 2_000 };

/** As Grafana fills the variables in: all of them, and an interval of four scrapes. */
const substituted = (expr: string): string =>
  expr.replaceAll('$__rate_interval', '1m').replace(/"\$\w+"/g, '".*"');
