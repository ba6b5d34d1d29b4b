import { describe, expect, it } from 'vitest';
import type { DevicesRequest, HouseholdRequest } from '../../../contract/plan.ts';
import { slotsOfDay } from '../../price-day.ts';
import { chooseTariff } from '../../tariff/choose.ts';
import { dayWith, zoneNamed } from '../../testing.ts';
import { instantOf, slotsInside } from './grid.ts';
import { PlanRequestError, readPlanRequest, type SpotSlot } from './index.ts';

const zone = zoneNamed('SE3');
const tariff = chooseTariff(zone, { template: 'spot' });
const at = (text: string): number => Date.parse(text);

const household: HouseholdRequest = { baseLoadKw: 0, pv: [], pvCurtailable: true };
const none: DevicesRequest = { appliances: [], cars: [], batteries: [], heaters: [] };
const washer = { id: 'washer', powerKw: 2, minutes: 60, interruptible: false, quietHours: [] };
const tank = {
  id: 'tank',
  powerKw: 2,
  cop: 1,
  temperatureC: 50,
  minC: 45,
  maxC: 60,
  capacityKwhPerK: 0.25,
  lossKwPerK: 0,
  surroundingsC: 20,
  draws: [],
  minKw: 0,
  minRunMinutes: 0,
};
const car = { id: 'car', minKw: 1.4, maxKw: 11, efficiency: 0.9 };

/** Published prices of days, the price being the index of the interval. */
function curveOf(
  days: readonly string[],
  resolutionMinutes: number,
  kind: SpotSlot['kind'] = 'published',
): SpotSlot[] {
  return days.flatMap((day) =>
    slotsOfDay(
      zone,
      dayWith(zone, day, (index) => index * 10, resolutionMinutes),
    ).map((slot) => {
      const band =
        kind === 'forecast' ? { p10: slot.price - 50, p90: slot.price + 90 } : { p10: null, p90: null };
      return { ...slot, kind, ...band };
    }),
  );
}

interface Asked {
  hours?: number;
  household?: Partial<HouseholdRequest>;
  devices?: Partial<DevicesRequest>;
  now?: string;
  curve?: SpotSlot[];
}

function problemOf(asked: Asked) {
  const {
    hours = 6,
    now = '2026-01-15T11:07:00Z',
    curve = curveOf(['2026-01-15', '2026-01-16'], 15),
  } = asked;
  const request = {
    hours,
    household: { ...household, ...asked.household },
    devices: { ...none, ...(asked.devices ?? { appliances: [washer] }) },
  };
  return readPlanRequest(request, tariff, curve, zone.displayTimeZone, at(now));
}

describe('the slots of a plan', () => {
  it('begin with the next full quarter and carry the price of their time', () => {
    const { slots, stepMinutes } = problemOf({});
    expect(stepMinutes).toBe(15);
    expect(slots).toHaveLength(24);
    expect(slots[0]).toMatchObject({ startMs: at('2026-01-15T11:15:00Z'), buy: 49, kind: 'published' });
  });

  const markets: [minutes: number, first: number, fifth: number][] = [
    [15, 49, 53],
    [30, 24, 26],
    [60, 12, 13],
  ];
  it.each(markets)('follow a market that trades %i minutes', (minutes, first, fifth) => {
    const { slots } = problemOf({ curve: curveOf(['2026-01-15'], minutes) });
    expect([slots[0]?.buy, slots[4]?.buy]).toEqual([first, fifth]);
  });

  it('grow with the horizon, each with the mean price of its quarters', () => {
    const days = ['2026-01-15', '2026-01-16', '2026-01-17', '2026-01-18', '2026-01-19'];
    const week = [...days, '2026-01-20', '2026-01-21', '2026-01-22', '2026-01-23'];
    expect(problemOf({ hours: 96, curve: curveOf(days, 15) })).toMatchObject({ stepMinutes: 30 });
    const { slots, stepMinutes } = problemOf({ hours: 168, curve: curveOf(week, 15) });
    expect([stepMinutes, slots.length]).toEqual([60, 168]);
    expect(slots[0]).toMatchObject({ startMs: at('2026-01-15T12:00:00Z'), buy: (52 + 53 + 54 + 55) / 4 });
  });

  it('end where the prices end, or have a gap', () => {
    const curve = curveOf(['2026-01-15'], 15);
    expect(problemOf({ hours: 48, curve }).slots).toHaveLength(47);
    const withGap = curve.filter(({ startMs }) => startMs !== at('2026-01-15T12:00:00Z'));
    expect(problemOf({ curve: withGap }).slots).toHaveLength(3);
    expect(problemOf({ curve: [] }).slots).toEqual([]);
  });

  it.each([
    ['long', '2025-10-25T21:45:00Z', '2025-10-26', 100],
    ['short', '2026-03-28T22:45:00Z', '2026-03-29', 92],
  ])('have the whole of the %s day', (_what, now, day, count) => {
    const { slots } = problemOf({ hours: 48, now, curve: curveOf([day], 15).concat() });
    expect(slots).toHaveLength(0);
    const fromMidnight = problemOf({
      hours: 48,
      now: new Date(at(now) + 900_000).toISOString(),
      curve: curveOf([day], 15),
    });
    expect(fromMidnight.slots).toHaveLength(count);
  });

  it('carry the band of a forecast, through the tariff', () => {
    const [slot] = problemOf({ curve: curveOf(['2026-01-15'], 15, 'forecast') }).slots;
    expect(slot).toMatchObject({ kind: 'forecast', buy: 49, low: { buy: 44 }, high: { buy: 58 } });
  });
});

describe('times of day', () => {
  const clocks: [what: string, text: string, after: string, instant: string][] = [
    ['later today', '18:00', '2026-01-15T11:07:00Z', '2026-01-15T17:00:00Z'],
    ['tomorrow, when it has passed', '07:00', '2026-01-15T11:07:00Z', '2026-01-16T06:00:00Z'],
    ['tomorrow, when it is now', '12:00', '2026-01-15T11:00:00Z', '2026-01-16T11:00:00Z'],
    ['after the change to winter', '07:00', '2025-10-25T18:00:00Z', '2025-10-26T06:00:00Z'],
    ['an hour that the clock skips', '02:30', '2026-03-28T20:00:00Z', '2026-03-29T01:30:00Z'],
    ['an instant with its zone', '2026-01-15T19:00:00+01:00', '2026-01-15T11:00:00Z', '2026-01-15T18:00:00Z'],
  ];
  it.each(clocks)('%s', (_what, text, after, instant) => {
    expect(instantOf('Europe/Stockholm', text, at(after), 'x')).toBe(at(instant));
  });

  it.each(['25:00', '7:00', 'tomorrow', '2026-02-30T10:00:00Z', '2026-01-15T10:00:00'])(
    'refuses %s',
    (text) => {
      expect(() => instantOf('Europe/Stockholm', text, 0, 'path')).toThrow(PlanRequestError);
    },
  );

  it('marks every slot that a daily time touches, over midnight too', () => {
    const grid = {
      startMs: at('2026-01-15T20:00:00Z'),
      stepMinutes: 30,
      count: 8,
      timeZone: 'Europe/Stockholm',
    };
    const marks = (from: string, to: string) => slotsInside(grid, [{ from, to }]).map(Number).join('');
    expect(marks('22:10', '23:00')).toBe('00110000');
    expect(marks('23:00', '00:30')).toBe('00001110');
    expect(marks('00:00', '00:00')).toBe('11111111');
  });

  it.each([
    ['twice when the clock goes back', '2025-10-25T23:00:00Z', '01100'],
    ['not at all when it goes forward', '2026-03-29T00:00:00Z', '00000'],
  ])('marks an hour %s', (_what, start, expected) => {
    const grid = { startMs: at(start), stepMinutes: 60, count: 5, timeZone: 'Europe/Stockholm' };
    const marks = slotsInside(grid, [{ from: '02:00', to: '03:00' }]);
    expect(marks.map(Number).join('')).toBe(expected);
  });
});

describe('devices', () => {
  it('have their window in whole slots inside it', () => {
    const appliance = { ...washer, earliest: '12:20', deadline: '14:50', minutes: 70 };
    const [read] = problemOf({ devices: { appliances: [appliance] } }).appliances;
    expect(read).toMatchObject({ earliest: 1, deadline: 10, slots: 5, running: false, worth: null });
    expect(read?.lastPart).toBeCloseTo(70 / 15 - 4, 9);
  });

  it('go on with what is left when they run already, and are gone when they are done', () => {
    const started = (startedAt: string) =>
      problemOf({
        devices: {
          appliances: [
            { ...washer, startedAt },
            { ...washer, id: 'dryer', after: 'washer' },
          ],
        },
      }).appliances;
    expect(started('2026-01-15T10:37:00Z')).toMatchObject([
      { id: 'washer', slots: 2, running: true },
      { id: 'dryer', after: 0 },
    ]);
    expect(started('2026-01-15T10:00:00Z')).toMatchObject([{ id: 'dryer', after: null }]);
  });

  it('know what a car needs from its battery and its target', () => {
    const cars = [{ ...car, batteryKwh: 45, socPercent: 40, targetPercent: 60 }];
    expect(problemOf({ devices: { cars } }).cars[0]?.kwh).toBeCloseTo(10, 9);
    const full = [{ ...car, batteryKwh: 45, socPercent: 80, targetPercent: 60 }];
    expect(problemOf({ devices: { cars: full, appliances: [washer] } }).cars).toEqual([]);
  });

  it('let a charger pause inside a slot that its energy does not fill', () => {
    const cars = [{ ...car, energyKwh: 0.1 }];
    expect(problemOf({ devices: { cars } }).cars[0]?.minKw).toBeCloseTo(0.4, 9);
  });

  it('warm and cool as the formula of one store has it', () => {
    const heaters = [{ ...tank, lossKwPerK: 0.01 }];
    const [read] = problemOf({ devices: { heaters } }).heaters;
    const keep = Math.exp((-0.01 * 0.25) / 0.25);
    expect(read?.keep).toBeCloseTo(keep, 12);
    expect(read?.drift[0]).toBeCloseTo((1 - keep) * 20, 9);
    // Full power for ever ends where loss and gain are equal: 2 kW / 0.01 kW/K above the surroundings.
    expect((read?.gain ?? 0) / (1 - keep)).toBeCloseTo(200, 6);
  });

  it('take heat out when it is drawn, and are only asked for what they can keep', () => {
    const heaters = [{ ...tank, draws: [{ at: '12:30', kwh: 5 }] }];
    const [read] = problemOf({ devices: { heaters } }).heaters;
    expect(read?.drift.slice(0, 3)).toEqual([0, -20, 0]);
    expect(read?.lowC.slice(0, 4)).toEqual([45, 34, 36, 38].map((value, slot) => (slot === 0 ? 45 : value)));
  });

  it('see the sun as the mean over a slot', () => {
    const pv = [{ start: '2026-01-15T11:20:00Z', minutes: 10, kw: 3 }];
    expect(problemOf({ household: { pv } }).pvKw.slice(0, 2)).toEqual([2, 0]);
  });

  const wrong: [what: string, devices: Partial<DevicesRequest>, path: string][] = [
    [
      'an appliance that waits for a stranger',
      { appliances: [{ ...washer, after: 'x' }] },
      'devices.appliances.0.after',
    ],
    [
      'appliances that wait for each other',
      {
        appliances: [
          { ...washer, after: 'dryer' },
          { ...washer, id: 'dryer', after: 'washer' },
        ],
      },
      'devices.appliances.0.after',
    ],
    [
      'a deadline before the earliest start',
      { appliances: [{ ...washer, earliest: '2026-01-15T15:00:00Z', deadline: '2026-01-15T14:00:00Z' }] },
      'devices.appliances.0.deadline',
    ],
    [
      'a car with its powers the wrong way',
      { cars: [{ ...car, energyKwh: 5, minKw: 12 }] },
      'devices.cars.0.minKw',
    ],
    ['a band upside down', { heaters: [{ ...tank, minC: 70 }] }, 'devices.heaters.0.minC'],
    [
      'a heat pump with its powers the wrong way',
      { heaters: [{ ...tank, minKw: 3 }] },
      'devices.heaters.0.minKw',
    ],
    [
      'a reserve above the most',
      {
        batteries: [
          {
            id: 'battery',
            capacityKwh: 10,
            socPercent: 50,
            minPercent: 90,
            maxPercent: 80,
            chargeKw: 5,
            dischargeKw: 5,
            efficiency: 0.9,
            wearPerKwh: 0,
            gridCharge: true,
            feedIn: false,
          },
        ],
      },
      'devices.batteries.0.minPercent',
    ],
  ];
  it.each(wrong)('are refused with %s', (_what, devices, path) => {
    const error = (() => {
      try {
        return problemOf({ devices });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(PlanRequestError);
    expect(error).toMatchObject({ path });
  });
});
