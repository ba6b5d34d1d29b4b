import type { PlanResponse, PlanRun } from '@eo/app/contract/plan.ts';
import { describe, expect, it } from 'vitest';
import { formatMoney } from '../../format.ts';
import { summaryOf } from './summary.ts';
import { planWith, runOf } from './testing.ts';

const today = '2026-01-15';
const summary = (runs: PlanRun[], parts: Partial<PlanResponse> = {}) =>
  summaryOf(planWith([1, 2], runs, parts), today);
const euros = (value: number): string => formatMoney(value, 'EUR');

describe('summaryOf', () => {
  it('says when to start and when it is done, on the clock of the zone', () => {
    expect(summary([runOf(10, 14)])).toMatchObject({
      headline: 'Start at 00:30 tomorrow',
      end: 'Done 01:30 tomorrow.',
    });
  });

  it('takes the first run for the start, and the last for the end', () => {
    const runs = [runOf(2, 3, { action: 'charge' }), runOf(6, 8, { action: 'charge' })];
    expect(summary(runs)).toMatchObject({
      headline: 'Charge from 22:30 today',
      end: 'Done 00:00 tomorrow.',
    });
  });

  it('says now when it begins with the next quarter hour', () => {
    expect(summary([runOf(1, 3)])?.headline).toBe('Start now');
  });

  it('is none when nothing runs', () => {
    expect(summary([])).toBeNull();
  });

  const costs: [what: string, cost: PlanResponse['cost'], saving: string, sentence: RegExp][] = [
    [
      'a saving',
      { planned: 0.3, startNow: 0.5, saving: 0.2 },
      `You save ${euros(0.2)} (40 %).`,
      /instead of/,
    ],
    [
      'none',
      { planned: 0.5, startNow: 0.502, saving: 0.002 },
      'No other time is cheaper.',
      /^It costs .*0.50/,
    ],
    [
      'money for drawing power',
      { planned: -0.1, startNow: 0.2, saving: 0.3 },
      `You are paid ${euros(0.1)} for it.`,
      /instead of/,
    ],
  ];
  it.each(costs)('tells %s', (_what, cost, saving, sentence) => {
    const found = summary([runOf(4, 6)], { cost });
    expect(found?.saving).toBe(saving);
    expect(found?.cost.replace(',', '.')).toMatch(sentence);
  });

  it('tells how sure it is, and when it will be surer', () => {
    const { certainty } = planWith([], []);
    const low = {
      ...certainty,
      level: 'low' as const,
      saving: { low: -0.1, high: 0.4 },
      replanAfter: '2026-01-16T11:45:00Z',
    };
    const found = summary([runOf(4, 6)], { certainty: low });
    expect(found?.certainty).toContain(`${euros(-0.1)} to ${euros(0.4)}`);
    expect(found?.replan).toMatch(/^More prices come 12:45 tomorrow/);
    expect(summary([runOf(4, 6)])).toMatchObject({
      certainty: 'Certain: every price it uses is published.',
      replan: null,
    });
  });
});
