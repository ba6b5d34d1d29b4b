import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { brokenRules } from './check.ts';
import { type Solve, searchPlan } from './index.ts';
import type { Battery, PlanProblem } from './problem.ts';
import { costOf, emptySchedule, type Schedule } from './schedule.ts';
import {
  anyPrice,
  applianceWith,
  batteryWith,
  carWith,
  createTestSolve,
  heaterWith,
  houseWith,
  slotsAt,
} from './testing.ts';

/**
 * Small households, every schedule of which can be tried: the plan must cost what the cheapest of them costs. Trying
 * knows nothing of the model: it asks the checker whether a schedule may be, and the meter what it costs.
 */

let solve: Solve;
beforeAll(async () => {
  solve = await createTestSolve();
});

const options = { timeout: 120_000 };
/** The same households every time: a test that fails now and then helps nobody. */
const runs = { seed: 20260115, numRuns: 40 };

/** Every way to choose one of the powers for each slot. */
function* powers(slots: number, choices: readonly number[]): Generator<number[]> {
  if (slots === 0) return yield [];
  for (const rest of powers(slots - 1, choices)) for (const choice of choices) yield [...rest, choice];
}

function scheduleOf(loads: Record<string, number[]>, battery?: { id: string; kw: number[] }): Schedule {
  const schedule = emptySchedule();
  for (const [id, kw] of Object.entries(loads)) schedule.loadKw.set(id, Float64Array.from(kw));
  if (battery) {
    schedule.chargeKw.set(
      battery.id,
      Float64Array.from(battery.kw, (kw) => Math.max(0, kw)),
    );
    schedule.dischargeKw.set(
      battery.id,
      Float64Array.from(battery.kw, (kw) => Math.max(0, -kw)),
    );
  }
  return schedule;
}

function cheapestOf(problem: PlanProblem, schedules: Iterable<Schedule>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const schedule of schedules)
    if (brokenRules(problem, schedule).length === 0) least = Math.min(least, costOf(problem, schedule));
  return least;
}

async function expectCheapest(problem: PlanProblem, schedules: Iterable<Schedule>): Promise<void> {
  const least = cheapestOf(problem, schedules);
  const plan = await searchPlan(problem, solve);
  if (least === Number.POSITIVE_INFINITY) {
    expect(plan.violations.length).toBeGreaterThan(0);
    return;
  }
  expect(plan.violations).toEqual([]);
  expect(brokenRules(problem, plan.schedule)).toEqual([]);
  expect(costOf(problem, plan.schedule)).toBeCloseTo(least, 3);
}

describe('the optimum', () => {
  it(
    'of two appliances under a limit, one waiting for the other, is what trying finds',
    options,
    async () => {
      const anyHouse = fc.record({
        prices: fc.array(anyPrice, { minLength: 6, maxLength: 9 }),
        waits: fc.boolean(),
        limit: fc.constantFrom(3, 5, 100),
        lastPart: fc.constantFrom(1, 0.5),
        quiet: fc.integer({ min: 0, max: 8 }),
      });
      await fc.assert(
        fc.asyncProperty(anyHouse, async ({ prices, waits, limit, lastPart, quiet }) => {
          const count = prices.length;
          const washer = applianceWith(count, { slots: 2, lastPart });
          const dryer = applianceWith(count, {
            id: 'dryer',
            kw: 3,
            slots: 3,
            after: waits ? 0 : null,
            quiet: prices.map((_, slot) => slot === quiet),
          });
          const problem = houseWith(slotsAt(prices), { appliances: [washer, dryer], importLimitKw: limit });
          await expectCheapest(problem, startsOfBoth(count, lastPart));
        }),
        runs,
      );
    },
  );

  function* startsOfBoth(count: number, lastPart: number): Generator<Schedule> {
    const at = (start: number, kw: number[]): number[] => {
      const power = Array(count).fill(0);
      kw.forEach((value, k) => {
        power[start + k] = value;
      });
      return power;
    };
    for (let washer = 0; washer + 2 <= count; washer++)
      for (let dryer = 0; dryer + 3 <= count; dryer++)
        yield scheduleOf({ washer: at(washer, [2, 2 * lastPart]), dryer: at(dryer, [3, 3, 3]) });
  }

  it('of an interruptible appliance that waits is what trying finds', options, async () => {
    const anyHouse = fc.record({ prices: fc.array(anyPrice, { minLength: 7, maxLength: 7 }) });
    await fc.assert(
      fc.asyncProperty(anyHouse, async ({ prices }) => {
        const first = applianceWith(7, { slots: 2, interruptible: true });
        const second = applianceWith(7, { id: 'dryer', kw: 1, slots: 2, interruptible: true, after: 0 });
        const problem = houseWith(slotsAt(prices), { appliances: [first, second] });
        await expectCheapest(problem, bothOf(7));
      }),
      { ...runs, numRuns: 20 },
    );
  });

  function* bothOf(count: number): Generator<Schedule> {
    const pairs = [...powers(count, [0, 1])].filter((power) => power.filter(Boolean).length === 2);
    for (const washer of pairs)
      for (const dryer of pairs) yield scheduleOf({ washer: washer.map((kw) => kw * 2), dryer });
  }

  it('of a battery with solar power is what trying finds, whatever feeding in earns', options, async () => {
    const anyHouse = fc.record({
      prices: fc.array(anyPrice, { minLength: 6, maxLength: 6 }),
      feedIn: fc.constantFrom(-5, 0, 8, 30),
      pv: fc.array(fc.constantFrom(0, 0, 4, 8), { minLength: 6, maxLength: 6 }),
      base: fc.constantFrom(0, 4),
      flags: fc.record({ gridCharge: fc.boolean(), feedIn: fc.boolean() }),
      pvCurtailable: fc.boolean(),
      limit: fc.constantFrom(4, 8, Number.POSITIVE_INFINITY),
    });
    await fc.assert(
      fc.asyncProperty(anyHouse, async ({ prices, feedIn, pv, base, flags, pvCurtailable, limit }) => {
        // Without losses and in whole kilowatt hours a slot, the optimum is among the whole numbers.
        const lossless = {
          chargeEfficiency: 1,
          dischargeEfficiency: 1,
          maxKwh: 2,
        } satisfies Partial<Battery>;
        const battery = batteryWith({ ...lossless, ...flags, wearPerKwh: 1 });
        const problem = houseWith(
          slotsAt(prices, () => feedIn),
          { batteries: [battery], pvKw: pv, baseKw: pv.map(() => base), pvCurtailable, importLimitKw: limit },
        );
        await expectCheapest(problem, batteryMoves(6));
      }),
      runs,
    );
  });

  function* batteryMoves(count: number): Generator<Schedule> {
    for (const kw of powers(count, [-4, 0, 4])) yield scheduleOf({}, { id: 'battery', kw });
  }

  it('of a heater with a least run is what trying finds', options, async () => {
    const anyHouse = fc.record({
      prices: fc.array(anyPrice, { minLength: 8, maxLength: 8 }),
      minRunSlots: fc.constantFrom(0, 1, 2, 3),
      // A slot at full power adds 4 K, so that an optimum needs whole and half slots only.
      drift: fc.constantFrom(0, -2, -4),
    });
    await fc.assert(
      fc.asyncProperty(anyHouse, async ({ prices, drift, ...parts }) => {
        const tank = heaterWith(8, { ...parts, drift: Array(8).fill(drift), lowC: Array(8).fill(46) });
        const problem = houseWith(slotsAt(prices), { heaters: [tank] });
        const all = [...powers(8, [0, 1, 2])].map((kw) => scheduleOf({ tank: kw }));
        await expectCheapest(problem, all);
      }),
      runs,
    );
  });

  it('of a car that shares the connection is what trying finds', options, async () => {
    const anyHouse = fc.record({
      prices: fc.array(anyPrice, { minLength: 6, maxLength: 6 }),
      limit: fc.constantFrom(4, 5, 6),
    });
    await fc.assert(
      fc.asyncProperty(anyHouse, async ({ prices, limit }) => {
        const car = carWith(6, { kwh: 2, minKw: 2, maxKw: 4 });
        const washer = applianceWith(6, { slots: 2 });
        const problem = houseWith(slotsAt(prices), {
          cars: [car],
          appliances: [washer],
          importLimitKw: limit,
        });
        await expectCheapest(problem, carAndWasher());
      }),
      runs,
    );
  });

  function* carAndWasher(): Generator<Schedule> {
    const charging = [...powers(6, [0, 2, 3, 4])].filter((kw) => kw.reduce((a, b) => a + b, 0) === 8);
    for (const car of charging)
      for (let start = 0; start < 5; start++)
        yield scheduleOf({
          car,
          washer: car.map((_, slot) => (slot === start || slot === start + 1 ? 2 : 0)),
        });
  }
});
