import { jobs, jobsEverywhere } from '@eo/infra/catalog/jobs.ts';
import { describe, expect, it } from 'vitest';
import { trackedFiles } from '../infra/rules/tracked-files.ts';
import { alertGroups, alerts } from './alerts/index.ts';
import { staleness } from './alerts/jobs.ts';
import { exportedSeries } from './metrics/known.ts';
import { metricNames } from './promql.ts';
import { recordingGroups } from './rules/files.ts';
import { runbookFolder } from './runbook.ts';
import { casesByGroup } from './tests/cases/index.ts';

const alertNames = alerts.map(({ name }) => name);
const recordingRules = recordingGroups.flatMap(({ rules }) => rules);

describe('the alerts', () => {
  it('have names of their own', () => {
    expect(alertNames.filter((name, index) => alertNames.indexOf(name) !== index)).toEqual([]);
  });

  it('hold the six of the requirements with their conditions', () => {
    const found = Object.fromEntries(
      alerts.map(({ name, for: holds, severity }) => [name, { holds, severity }]),
    );
    expect(found).toMatchObject({
      HighAPILatency: { holds: '5m', severity: 'warning' },
      HighErrorRate: { holds: '5m', severity: 'critical' },
      PriceDataStaleness: { severity: 'warning' },
      ModelForecastAccuracyDegraded: { holds: '1h', severity: 'warning' },
      HighDatabaseConnections: { holds: '5m', severity: 'warning' },
      ServiceDown: { holds: '2m', severity: 'critical' },
    });
    expect(alerts.find(({ name }) => name === 'ServiceDown')?.expr).toBe('up == 0');
  });

  it('say the number in their summary', () => {
    expect(alerts.filter(({ summary }) => !summary.includes('$value')).map(({ name }) => name)).toEqual([]);
  });

  it('are silenced by alerts that exist, and not by themselves', () => {
    const wrong = alerts.flatMap(({ name, silencedBy = [] }) =>
      silencedBy
        .filter(({ alert }) => alert === name || !alertNames.includes(alert))
        .map(({ alert }) => `${name} ← ${alert}`),
    );
    expect(wrong).toEqual([]);
  });

  it('have a runbook each, and no runbook is left over', () => {
    const pages = trackedFiles(new RegExp(`^${runbookFolder}/\\w+\\.md$`))
      .map((file) => file.slice(runbookFolder.length + 1, -'.md'.length))
      .filter((page) => page !== 'README');
    expect(pages.sort()).toEqual([...alertNames].sort());
  });

  it('are each shown to fire and to stay quiet', () => {
    for (const { name: group, alerts: members } of alertGroups) {
      const cases = casesByGroup[group] ?? {};
      expect(Object.keys(cases).sort()).toEqual(members.map(({ name }) => name).sort());
      for (const [name, { fires, quiet }] of Object.entries(cases)) {
        expect(fires.length, `${name} fires`).toBeGreaterThan(0);
        expect(quiet.length, `${name} stays quiet`).toBeGreaterThan(0);
      }
    }
  });

  it('watch every schedule of the catalogue by exactly one alert of staleness', () => {
    const watchers = jobs.map(({ name }) =>
      Object.entries(staleness).flatMap(([alert, pattern]) => (pattern.test(name) ? [alert] : [])),
    );
    expect(watchers.map((found) => found.length)).toEqual(jobs.map(() => 1));
  });

  it('tell of every job that never succeeded, but for those that not every stack has', () => {
    expect(alertNames.filter((name) => name.endsWith('NeverSucceeded'))).toHaveLength(jobsEverywhere.length);
  });
});

describe('rules', () => {
  it('read only series that some scrape brings or another rule records', () => {
    const known = exportedSeries();
    for (const { record } of recordingRules) known.add(record);
    const dead = [...alerts, ...recordingRules].flatMap(({ expr }) =>
      metricNames(expr).filter((name) => !known.has(name)),
    );
    expect(dead).toEqual([]);
  });

  it('record names of the form level:metric:operation', () => {
    expect(recordingRules.filter(({ record }) => !/^\w+:\w+:\w+$/.test(record))).toEqual([]);
  });
});
