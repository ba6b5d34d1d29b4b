import type { PlanResponse, PlanRun } from '@eo/app/contract/plan.ts';

/** Shared by the tests of this folder. */

const startMs = Date.parse('2026-01-15T21:00:00Z');
const at = (quarter: number): string => new Date(startMs + quarter * 900_000).toISOString();

/** A run over quarters of the plan. */
export function runOf(from: number, to: number, parts: Partial<PlanRun> = {}): PlanRun {
  return {
    action: 'run',
    start: at(from),
    end: at(to),
    kwh: 1.5,
    meanPrice: 20,
    kind: 'published',
    reason: 'It is cheap.',
    why: { code: 'instead-of-buying', price: 20 },
    ...parts,
  };
}

/** A plan of a Swedish evening at these prices. */
export function planWith(
  prices: readonly number[],
  runs: PlanRun[],
  parts: Partial<PlanResponse> = {},
): PlanResponse {
  return {
    zone: 'SE3',
    timeZone: 'Europe/Stockholm',
    currency: 'EUR',
    unit: 'ct/kWh',
    generatedAt: at(0),
    from: at(0),
    to: at(prices.length),
    stepMinutes: 15,
    method: 'greedy',
    gap: 0,
    cost: { planned: 0.3, startNow: 0.5, saving: 0.2 },
    certainty: {
      level: 'certain',
      publishedShare: 1,
      cost: { low: 0.3, high: 0.3 },
      saving: { low: 0.2, high: 0.2 },
      publishedUntil: null,
      replanAfter: null,
    },
    devices: [{ id: 'washer', kind: 'appliance', kwh: 1.5, runs, leftOut: null }],
    slots: prices.map((price, index) => ({
      start: at(index),
      minutes: 15,
      kind: 'published',
      price,
      feedInPrice: 0,
      importKwh: 0,
      exportKwh: 0,
      pvKwh: 0,
    })),
    notes: [],
    simulated: false,
    model: 'published',
    freshness: { checkedAt: null, stale: false },
    ...parts,
  };
}
