import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { alerts } from '../alerts/index.ts';
import { exportedSeries } from '../metrics/known.ts';
import { metricNames } from '../promql.ts';
import { recordingGroups } from '../rules/files.ts';
import { dashboardJson } from './build.ts';
import { datasource } from './datasource.ts';
import { dashboards } from './index.ts';
import { grafanaFolder } from './provisioning.ts';
import type { Panel } from './types.ts';

const built = dashboards.map(dashboardJson);
const panels: readonly Panel[] = dashboards.flatMap(({ rows }) => rows.flatMap((row) => row.panels));
const gridOf = (dashboard: (typeof built)[number]) =>
  (dashboard.panels ?? []).flatMap(({ gridPos }) => (gridPos ? [gridPos] : []));

describe('the dashboards', () => {
  it('are the five of the requirements, and SLO and Cost', () => {
    expect(built.map(({ title }) => title)).toEqual([
      'Overview',
      'API Performance',
      'Database',
      'ML Models',
      'System Resources',
      'SLO',
      'Cost',
    ]);
  });

  it('are of the schema of Grafana 10.3, with uids of their own', () => {
    expect(built.map(({ schemaVersion }) => schemaVersion)).toEqual(built.map(() => 36));
    expect(new Set(built.map(({ uid }) => uid)).size).toBe(built.length);
  });

  it.each(built.map((dashboard) => [dashboard.title, dashboard] as const))(
    '%s: panels have ids of their own, and none lies over another or beyond the edge',
    (_title, dashboard) => {
      const ids = dashboard.panels?.map(({ id }) => id) ?? [];
      expect(new Set(ids).size).toBe(ids.length);
      const taken = new Set<string>();
      for (const { x, y, w, h } of gridOf(dashboard)) {
        expect(x + w).toBeLessThanOrEqual(24);
        for (let column = x; column < x + w; column++)
          for (let line = y; line < y + h; line++) {
            expect(taken, `column ${column}, line ${line}`).not.toContain(`${column}/${line}`);
            taken.add(`${column}/${line}`);
          }
      }
      expect(taken.size).toBeGreaterThan(0);
    },
  );

  it('ask the source of data that is provisioned', () => {
    const { datasources } = parse(grafanaFolder().get('datasources/prometheus.yml') ?? '');
    expect(datasources).toMatchObject([{ ...datasource, url: 'http://prometheus:9090' }]);
    const uids = JSON.stringify(built).match(/"datasource":\{[^}]*\}/g) ?? [];
    expect([...new Set(uids)]).toEqual(['"datasource":{"type":"prometheus","uid":"prometheus"}']);
  });

  it('are provisioned by their uids, beside what reads them', () => {
    expect([...grafanaFolder().keys()].sort()).toEqual(
      [
        'dashboards/provider.yml',
        'datasources/prometheus.yml',
        ...dashboards.map(({ uid }) => `dashboards/${uid}.json`),
      ].sort(),
    );
  });

  it('link to each other by tag, and mark deployments', () => {
    for (const { links, tags, annotations } of built) {
      expect(links).toMatchObject([{ type: 'dashboards', tags, includeVars: true, keepTime: true }]);
      expect(annotations?.list).toMatchObject([{ name: 'Deployments', useValueForTime: true }]);
    }
  });

  it('use only variables that they have, and have none for nothing', () => {
    for (const { title, variables = [], rows } of dashboards) {
      const exprs = rows.flatMap((row) =>
        row.panels.flatMap(({ queries }) => queries.map(({ expr }) => expr)),
      );
      const used = exprs.flatMap((expr) => [...expr.matchAll(/\$(?!__)(\w+)/g)].map(([, name]) => name));
      expect([...new Set(used)].sort(), title).toEqual([...variables].sort());
    }
  });
});

describe('the panels', () => {
  it('read only series that some scrape brings or a rule records', () => {
    const known = exportedSeries().add('ALERTS');
    for (const { rules } of recordingGroups) for (const { record } of rules) known.add(record);
    const dead = panels.flatMap(({ title, queries }) =>
      queries.flatMap(({ expr }) =>
        metricNames(expr.replaceAll('$__rate_interval', '1m'))
          .filter((name) => !known.has(name))
          .map((name) => `${title}: ${name}`),
      ),
    );
    expect(dead).toEqual([]);
  });

  it('name only runbooks that there are', () => {
    const names = alerts.map(({ name }) => name);
    const named = panels.flatMap(({ description }) =>
      (description.match(/Runbooks?: ([\w, ]+)\./)?.[1] ?? '').split(', ').filter(Boolean),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !names.includes(name))).toEqual([]);
  });
});
