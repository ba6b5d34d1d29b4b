import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { brokenRules } from './check.ts';
import { greedyPlan } from './greedy.ts';
import type { Solve } from './index.ts';
import { planModelOf } from './model/index.ts';
import type { PlanProblem } from './problem.ts';
import { costOf, type Schedule } from './schedule.ts';
import { anyPrice, applianceWith, carWith, createTestSolve, houseWith, slotsAt } from './testing.ts';

let solve: Solve;
beforeAll(async () => {
  solve = await createTestSolve();
});

const powerOf = (schedule: Schedule | null, id: string): number[] => [...(schedule?.loadKw.get(id) ?? [])];

describe('greedyPlan', () => {
  const slots = slotsAt([30, 10, 20, 5, 5, 40, -2, 50]);

  it('puts a load in one piece where it is cheapest, the earliest on a tie', () => {
    const plan = greedyPlan(houseWith(slots, { appliances: [applianceWith(8, { slots: 2 })] }));
    expect(powerOf(plan, 'washer')).toEqual([0, 0, 0, 2, 2, 0, 0, 0]);
  });

  it('uses the last slot of a run in part', () => {
    const plan = greedyPlan(
      houseWith(slots, { appliances: [applianceWith(8, { slots: 2, lastPart: 0.5 })] }),
    );
    expect(powerOf(plan, 'washer')).toEqual([0, 0, 0, 2, 1, 0, 0, 0]);
  });

  it('puts an interruptible load into the cheapest slots, the dearest of them in part', () => {
    const appliance = applianceWith(8, { slots: 3, lastPart: 0.5, interruptible: true });
    const plan = greedyPlan(houseWith(slots, { appliances: [appliance] }));
    expect(powerOf(plan, 'washer')).toEqual([0, 0, 0, 2, 1, 0, 2, 0]);
  });

  it('keeps quiet hours and windows', () => {
    const quiet = [false, false, false, true, false, false, true, false];
    const appliance = applianceWith(8, { slots: 2, quiet, deadline: 6 });
    expect(powerOf(greedyPlan(houseWith(slots, { appliances: [appliance] })), 'washer')).toEqual([
      0, 2, 2, 0, 0, 0, 0, 0,
    ]);
  });

  it('gives a car its least power in the dearest of as few slots as it needs', () => {
    const car = carWith(8, { kwh: 2.1, minKw: 1, maxKw: 4 });
    const plan = greedyPlan(houseWith(slots, { cars: [car] }));
    expect(powerOf(plan, 'car').map((kw) => Math.round(kw * 1000) / 1000)).toEqual([
      0, 0, 0, 3.4, 1, 0, 4, 0,
    ]);
  });

  it('leaves an optional load out that would cost more than it is worth', () => {
    const at = (worth: number) => greedyPlan(houseWith(slots, { appliances: [applianceWith(8, { worth })] }));
    expect(at(4)?.leftOut).toEqual(new Set(['washer']));
    expect(at(6)?.leftOut).toEqual(new Set());
  });

  it('leaves an optional load out that has no place', () => {
    const plan = greedyPlan(houseWith(slots, { appliances: [applianceWith(8, { worth: 9, deadline: 1 })] }));
    expect(plan?.leftOut).toEqual(new Set(['washer']));
    expect(powerOf(plan, 'washer')).toEqual(Array(8).fill(0));
  });

  const meeting: [what: string, parts: Partial<PlanProblem>][] = [
    [
      'one waits for another',
      { appliances: [applianceWith(8), applianceWith(8, { id: 'dryer', after: 0 })] },
    ],
    ['a limit binds', { appliances: [applianceWith(8)], cars: [carWith(8)], importLimitKw: 5 }],
    ['there is solar power', { appliances: [applianceWith(8)], pvKw: Array(8).fill(1) }],
    ['one has no place', { appliances: [applianceWith(8, { deadline: 1 })] }],
  ];
  it.each(meeting)('leaves it to the solver when %s', (_what, parts) => {
    expect(greedyPlan(houseWith(slots, parts))).toBeNull();
  });

  it('is as cheap as the optimum of the model, and keeps every rule', { timeout: 120_000 }, async () => {
    const problems = fc
      .record({
        prices: fc.array(anyPrice, { minLength: 8, maxLength: 24 }),
        length: fc.integer({ min: 1, max: 5 }),
        lastPart: fc.constantFrom(1, 1, 0.4),
        interruptible: fc.boolean(),
        worth: fc.constantFrom(null, null, 3, 20),
        quiet: fc.integer({ min: 0, max: 7 }),
        kwh: fc.integer({ min: 1, max: 60 }).map((tenths) => tenths / 10),
        minKw: fc.constantFrom(0, 1.4, 3),
        isCar: fc.boolean(),
      })
      .map(({ prices, length, quiet, kwh, minKw, isCar, ...parts }) => {
        const count = prices.length;
        const slotsNeeded = Math.ceil(kwh / 1 - 1e-9);
        const car = carWith(count, { kwh, minKw: Math.min(minKw, kwh / (slotsNeeded * 0.25)), earliest: 1 });
        const appliance = applianceWith(count, {
          ...parts,
          slots: length,
          quiet: prices.map((_, slot) => slot === quiet),
        });
        return houseWith(slotsAt(prices), isCar ? { cars: [car] } : { appliances: [appliance] });
      });
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const greedy = greedyPlan(problem);
        const model = planModelOf(problem, { elastic: false });
        const { status, values } = await solve(model.builder.build());
        expect(status).toBe(greedy ? 'optimal' : 'infeasible');
        if (!greedy || !values) return;
        expect(brokenRules(problem, greedy)).toEqual([]);
        const best = model.read(values);
        expect(brokenRules(problem, best)).toEqual([]);
        const worth = (schedule: Schedule) =>
          costOf(problem, schedule) -
          (problem.appliances[0]?.worth ?? 0) * (schedule.leftOut.has('washer') ? 0 : 1);
        expect(worth(greedy)).toBeCloseTo(worth(best), 3);
      }),
      { seed: 20260115, numRuns: 60 },
    );
  });
});
