import { beforeAll, describe, expect, it } from 'vitest';
import { certaintyOf } from './certainty.ts';
import { brokenRules } from './check.ts';
import { explainerOf } from './explain.ts';
import { NoPlanInTimeError, planAtOnce, type Solve, searchPlan } from './index.ts';
import type { PlanProblem, PlanSlot } from './problem.ts';
import { reasonSentence } from './reason-sentence.ts';
import { runsOf } from './runs.ts';
import { costOf, emptySchedule, type Schedule } from './schedule.ts';
import { startNowCost, startNowSchedule } from './start-now.ts';
import {
  applianceWith,
  batteryWith,
  carWith,
  createTestSolve,
  heaterWith,
  houseWith,
  slotsAt,
} from './testing.ts';

let solve: Solve;
beforeAll(async () => {
  solve = await createTestSolve();
});
const options = { timeout: 60_000 };

function scheduleOf(loads: Record<string, number[]>): Schedule {
  const schedule = emptySchedule();
  for (const [id, kw] of Object.entries(loads)) schedule.loadKw.set(id, Float64Array.from(kw));
  return schedule;
}

describe('planAtOnce', () => {
  it('needs no search when loads do not meet', () => {
    const plan = planAtOnce(houseWith(slotsAt([3, 1, 2]), { appliances: [applianceWith(3)] }));
    expect(plan).toMatchObject({ method: 'greedy', gap: 0, violations: [] });
  });

  it('has none when loads can meet', () => {
    expect(planAtOnce(houseWith(slotsAt([3, 1, 2]), { batteries: [batteryWith()] }))).toBeNull();
  });
});

describe('searchPlan', () => {
  it('says so when there was no plan in time', async () => {
    const problem = houseWith(slotsAt([3, 1, 2]), { batteries: [batteryWith()] });
    const slow: Solve = async () => ({ status: 'time-limit', values: null, gap: Number.POSITIVE_INFINITY });
    await expect(searchPlan(problem, slow)).rejects.toThrow(NoPlanInTimeError);
  });

  it('never gives out a plan that breaks a rule', async () => {
    const problem = houseWith(slotsAt([3, 1, 2]), { batteries: [batteryWith()] });
    const wrong: Solve = async ({ cost }) => ({
      status: 'optimal',
      values: new Float64Array(cost.length).fill(3),
      gap: 0,
    });
    await expect(searchPlan(problem, wrong)).rejects.toThrow(/breaks its own rules: .*battery/);
  });

  const count = 8;
  const prices = [10, 20, 30, 40, 5, 6, 7, 8];
  const impossible: [what: string, parts: Partial<PlanProblem>, expected: object, message: RegExp][] = [
    [
      'an appliance whose window is too short',
      { appliances: [applianceWith(count, { slots: 3, deadline: 2 })] },
      { device: 'washer', constraint: 'deadline', by: 15, unit: 'minutes' },
      /its window has 30 minutes/,
    ],
    [
      'an appliance with nothing but quiet hours',
      { appliances: [applianceWith(count, { quiet: Array(count).fill(true) })] },
      { device: 'washer', constraint: 'quiet-hours', by: 30, unit: 'minutes' },
      /120 of them quiet/,
    ],
    [
      'an interruptible appliance with too few slots',
      { appliances: [applianceWith(count, { slots: 3, interruptible: true, deadline: 2 })] },
      { device: 'washer', constraint: 'deadline', by: 15 },
      /later/,
    ],
    [
      'an appliance that is longer than the plan',
      { appliances: [applianceWith(count, { slots: 9 })] },
      { device: 'washer', constraint: 'does-not-fit', by: 135 },
      /ask for more hours/,
    ],
    [
      'a car that leaves too early',
      { cars: [carWith(count, { kwh: 3, deadline: 2 })] },
      { device: 'car', constraint: 'deadline', by: 1, unit: 'kWh' },
      /gets 2 of 3 kWh by its deadline: at 4 kW its time is enough for 2 kWh/,
    ],
    [
      'a car that needs more than fits at all',
      { cars: [carWith(count, { kwh: 30 })] },
      { device: 'car', constraint: 'energy', by: 22 },
      /gets 8 of 30 kWh/,
    ],
    [
      'two loads that one connection cannot carry in time',
      {
        appliances: [
          applianceWith(count, { deadline: 2 }),
          applianceWith(count, { id: 'oven', deadline: 2 }),
        ],
        importLimitKw: 3,
      },
      { constraint: 'deadline', by: 30 },
      /the other devices and the import limit leave no room/,
    ],
    [
      'an appliance that cannot wait for the one before it',
      { appliances: [applianceWith(count), applianceWith(count, { id: 'dryer', after: 0, deadline: 3 })] },
      { device: 'dryer', constraint: 'deadline', by: 15 },
      /wait for the appliance before it/,
    ],
    [
      'a battery that cannot get full',
      { batteries: [batteryWith({ endKwh: 4, chargeKw: 1, chargeEfficiency: 1 })] },
      { device: 'battery', constraint: 'end-charge', by: 1, unit: 'kWh' },
      /can end with 3 of 4 kWh/,
    ],
    [
      'a heater whose least run leaves the band',
      {
        heaters: [
          heaterWith(count, { highC: Array(count).fill(51), lowC: Array(count).fill(49), minRunSlots: 4 }),
        ],
      },
      { device: 'tank', constraint: 'temperature', unit: 'K' },
      /cannot keep its band/,
    ],
    [
      'a house that draws more than its limit',
      {
        baseKw: Array(count).fill(5),
        importLimitKw: 4,
        batteries: [batteryWith({ startKwh: 0, endKwh: 0 })],
      },
      { device: null, constraint: 'import-limit', by: 1, unit: 'kW' },
      /draws 1 kW more than the limit/,
    ],
  ];
  it.each(impossible)('finds the nearest plan for %s', options, async (_what, parts, expected, message) => {
    const problem = houseWith(slotsAt(prices), parts);
    const { violations, schedule } = await searchPlan(problem, solve);
    expect(violations).toHaveLength(1);
    expect(violations[0]).toMatchObject(expected);
    expect(violations[0]?.message).toMatch(message);
    expect(brokenRules(problem, schedule).length).toBeGreaterThan(0);
  });

  it('breaks no other wish than it must', options, async () => {
    const problem = houseWith(slotsAt(prices), {
      cars: [carWith(count, { kwh: 3, deadline: 2 })],
      appliances: [applianceWith(count, { deadline: 6 })],
    });
    const { violations, schedule } = await searchPlan(problem, solve);
    expect(violations.map(({ device }) => device)).toEqual(['car']);
    expect([...(schedule.loadKw.get('washer') ?? [])]).toEqual([0, 0, 0, 0, 2, 2, 0, 0]);
  });

  it('leaves out an optional load rather than break a wish', options, async () => {
    const problem = houseWith(slotsAt(prices), {
      appliances: [
        applianceWith(count, { deadline: 2 }),
        applianceWith(count, { id: 'pump', deadline: 2, worth: 1000 }),
      ],
      importLimitKw: 3,
    });
    const { violations, schedule } = await searchPlan(problem, solve);
    expect(violations).toEqual([]);
    expect(schedule.leftOut).toEqual(new Set(['pump']));
  });

  it('goes on with what runs already', options, async () => {
    const problem = houseWith(slotsAt(prices), {
      appliances: [applianceWith(count, { running: true }), applianceWith(count, { id: 'dryer', after: 0 })],
    });
    const { schedule } = await searchPlan(problem, solve);
    expect([...(schedule.loadKw.get('washer') ?? [])]).toEqual([2, 2, 0, 0, 0, 0, 0, 0]);
    expect([...(schedule.loadKw.get('dryer') ?? [])]).toEqual([0, 0, 0, 0, 2, 2, 0, 0]);
  });
});

describe('starting now', () => {
  it('runs everything as soon as it may', () => {
    const problem = houseWith(slotsAt([10, 20, 30, 40, 5]), {
      appliances: [
        applianceWith(5, { id: 'dryer', after: 1 }),
        applianceWith(5, { quiet: [true, false, false, false, false] }),
      ],
      cars: [carWith(5, { kwh: 1.5, earliest: 1 })],
      batteries: [batteryWith()],
    });
    const schedule = startNowSchedule(problem, new Set());
    expect([...(schedule.loadKw.get('washer') ?? [])]).toEqual([0, 2, 2, 0, 0]);
    expect([...(schedule.loadKw.get('dryer') ?? [])]).toEqual([0, 0, 0, 2, 2]);
    expect([...(schedule.loadKw.get('car') ?? [])]).toEqual([0, 4, 2, 0, 0]);
    expect([...(schedule.dischargeKw.get('battery') ?? [])]).toEqual([0, 0, 0, 0, 0]);
  });

  it('heats like a thermostat, and counts what is left in store', () => {
    const tank = heaterWith(6, { startC: 45.2 });
    const problem = houseWith(slotsAt([10, 10, 10, 10, 10, 10]), { heaters: [tank] });
    const schedule = startNowSchedule(problem, new Set());
    expect([...(schedule.loadKw.get('tank') ?? [])]).toEqual([2, 2, 2, 2, 0, 0]);
    const idle = scheduleOf({ tank: [0, 0, 0, 0, 0, 0] });
    // At one price for all, heat that is still in the tank is worth what it cost.
    expect(startNowCost(problem, schedule, idle)).toBeCloseTo(0, 9);
  });
});

describe('certainty', () => {
  const forecastFrom = (first: number, prices: number[]): PlanSlot[] =>
    slotsAt(prices).map((slot, index) =>
      index < first
        ? slot
        : {
            ...slot,
            kind: 'forecast',
            low: { buy: slot.buy - 4, sell: 0 },
            high: { buy: slot.buy + 4, sell: 0 },
          },
    );
  const startNow = scheduleOf({ washer: [4, 0, 0, 0] });
  const rows: [what: string, slots: PlanSlot[], plan: number[], expected: object][] = [
    [
      'published prices',
      slotsAt([30, 20, 10, 40]),
      [0, 0, 4, 0],
      { level: 'certain', publishedShare: 1, saving: { low: 20, high: 20 }, cost: { low: 10, high: 10 } },
    ],
    [
      'a forecast that may err and the plan still saves',
      forecastFrom(1, [30, 20, 10, 40]),
      [0, 0, 4, 0],
      { level: 'high', publishedShare: 0, saving: { low: 16, high: 24 }, cost: { low: 6, high: 14 } },
    ],
    [
      'a forecast that may turn a saving into a loss',
      forecastFrom(1, [12, 20, 10, 40]),
      [0, 0, 4, 0],
      { level: 'low', saving: { low: -2, high: 6 } },
    ],
    [
      'published prices in the slots that count',
      forecastFrom(3, [30, 20, 10, 40]),
      [0, 0, 4, 0],
      { level: 'certain', publishedShare: 1 },
    ],
  ];
  it.each(rows)('of %s', (_what, slots, plan, expected) => {
    const problem = houseWith(slots, { appliances: [applianceWith(4, { kw: 4, slots: 1 })] });
    const planned = scheduleOf({ washer: plan });
    const saving = costOf(problem, startNow) - costOf(problem, planned);
    expect(certaintyOf(problem, planned, startNow, saving)).toMatchObject(expected);
  });
});

describe('runs and their reasons', () => {
  const prices = [30, 20, 10, 40, -5, 35];
  const explained = (parts: Partial<PlanProblem>, loads: Record<string, number[]>) => {
    const problem = houseWith(slotsAt(prices), parts);
    const schedule = scheduleOf(loads);
    return { problem, explain: explainerOf(problem, schedule) };
  };

  it('are the stretches in which a device is on, the last one ending where it does', () => {
    const problem = houseWith(slotsAt(prices));
    const runs = runsOf(problem, Float64Array.from([2, 1, 0, 0, 2, 0]), 2);
    expect(runs).toMatchObject([
      { from: 0, to: 2, kwh: 0.75, kind: 'published' },
      { from: 4, to: 5, kwh: 0.5, meanPrice: -5 },
    ]);
    expect(runs[0]?.meanPrice).toBeCloseTo((30 * 2 + 20) / 3, 9);
    expect((runs[0]?.endMs ?? 0) - (runs[0]?.startMs ?? 0)).toBe(23 * 60_000);
  });

  const reasonOf = (parts: Partial<PlanProblem>, kw: number[]): string | undefined => {
    const { problem, explain } = explained(parts, { washer: kw });
    const [appliance] = problem.appliances;
    const [run] = runsOf(problem, Float64Array.from(kw), 2);
    return appliance && run ? reasonSentence(explain.appliance(appliance, run), 'ct/kWh') : undefined;
  };
  const one = applianceWith(6, { slots: 1 });
  const rows: [what: string, parts: Partial<PlanProblem>, kw: number[], reason: RegExp][] = [
    [
      'the cheapest start',
      { appliances: [{ ...one, deadline: 4 }] },
      [0, 0, 2, 0, 0, 0],
      /^The cheapest of 4 possible starts: 10\.0 ct\/kWh, 67 % below the 30\.0 ct\/kWh at the first possible start\.$/,
    ],
    ['the first start', { appliances: [{ ...one, deadline: 1 }] }, [2, 0, 0, 0, 0, 0], /no other start/],
    ['a negative price', { appliances: [one] }, [0, 0, 0, 0, 2, 0], /^The price is negative/],
    [
      'solar power',
      { appliances: [one], pvKw: [0, 0, 0, 3, 0, 0] },
      [0, 0, 0, 2, 0, 0],
      /^100 % of it is solar power/,
    ],
    [
      'what else runs',
      { appliances: [{ ...one, deadline: 4 }] },
      [0, 2, 0, 0, 0, 0],
      /; one start is cheaper by price alone/,
    ],
    ['a run under way', { appliances: [{ ...one, running: true }] }, [2, 0, 0, 0, 0, 0], /runs already/],
    [
      'an interruptible load',
      { appliances: [{ ...one, interruptible: true, slots: 2 }] },
      [0, 2, 2, 0, 0, 0],
      /^Up to 20\.0 ct\/kWh: place 3 of 6 by price/,
    ],
  ];
  it.each(rows)('name %s', (_what, parts, kw, reason) => {
    expect(reasonOf(parts, kw)).toMatch(reason);
  });

  it('of a battery name both prices', () => {
    const battery = batteryWith();
    const problem = houseWith(slotsAt(prices), { batteries: [battery], baseKw: Array(6).fill(2) });
    const schedule = emptySchedule();
    schedule.chargeKw.set('battery', Float64Array.from([0, 0, 2, 0, 0, 0]));
    schedule.dischargeKw.set('battery', Float64Array.from([0, 0, 0, 1.8, 0, 0]));
    const explain = explainerOf(problem, schedule);
    const [charged] = runsOf(problem, schedule.chargeKw.get('battery') ?? new Float64Array(), null);
    const [given] = runsOf(problem, schedule.dischargeKw.get('battery') ?? new Float64Array(), null);
    expect(charged && reasonSentence(explain.charge(battery, charged), 'ct/kWh')).toBe(
      'Stores power at 10.0 ct/kWh that later replaces power at 40.0 ct/kWh.',
    );
    expect(given && explain.discharge(given)).toEqual({ code: 'instead-of-buying', price: 40 });
  });
});
