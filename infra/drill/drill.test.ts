import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alerts } from '@eo/monitoring/alerts/index.ts';
import { describe, expect, it } from 'vitest';
import { projectDir } from '../toolchain/project.ts';
import type { Outcome } from './alerts.ts';
import { notCaused, rounds } from './causes/index.ts';
import { drillTable, withRows, withTable } from './table.ts';

const all = alerts.map(({ name }) => name).sort();
const causes = rounds.flatMap((round) => round.causes);
const caused = causes.flatMap((cause) => cause.alerts);

describe('the fire drill', () => {
  it('causes every alert once, or says why it does not', () => {
    expect([...caused, ...Object.keys(notCaused)].sort()).toEqual(all);
  });

  it('expects to be held back only what another alert may hold back', () => {
    const heldBack = causes.flatMap((cause) => Object.entries(cause.heldBack ?? {}));
    expect(heldBack.length).toBeGreaterThan(0);
    for (const [alert, by] of heldBack) {
      const silencers = alerts.find(({ name }) => name === alert)?.silencedBy?.map((one) => one.alert);
      expect(silencers, alert).toContain(by);
    }
  });

  it('has its last result in the documentation, of every alert that there is', () => {
    const document = readFileSync(join(projectDir, 'docs', 'operations', 'monitoring.md'), 'utf8');
    const table = document.slice(document.indexOf('The fire drill writes from here'));
    const named = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(all);
  });
});

describe('its table', () => {
  const outcome: Outcome = {
    alert: 'ServiceDown',
    cause: 'it hangs',
    pending: 2.04,
    firing: 7,
    delivered: null,
    notDelivered: 'held back by PostgresDown',
    resolved: 1,
    failure: null,
  };

  it('takes the place of the one before and leaves the rest', () => {
    const table = drillTable([outcome], 90, '2026-01-02');
    expect(table).toContain('| `ServiceDown` | it hangs | 2.0 | 7.0 | held back by PostgresDown | 1.0 |');
    const begin = '<!-- The fire drill writes from here: npm run drill -- alerts --write -->';
    const document = `before\n${begin}\n\nold\n\n<!-- to here. -->\nafter\n`;
    expect(withTable(document, table)).toBe(`before\n${begin}\n\n${table}\n\n<!-- to here. -->\nafter\n`);
    const again = withRows(withTable(document, table), [
      { ...outcome, resolved: 9 },
      { ...outcome, alert: 'ApiDown' },
    ]);
    expect(again.match(/^\| `\w+` \| it hangs.*$/gm)).toEqual([
      '| `ApiDown` | it hangs | 2.0 | 7.0 | held back by PostgresDown | 1.0 |',
      '| `ServiceDown` | it hangs | 2.0 | 7.0 | held back by PostgresDown | 9.0 |',
    ]);
    expect(withRows(again, [])).toBe(again);
    expect(() => withRows(document, [outcome])).toThrow(/has no table/);
    expect(() => withTable('no place', table)).toThrow(/lacks the lines/);
  });
});
