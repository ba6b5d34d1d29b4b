import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanProblem, PlanResponse } from '../../../contract/plan.ts';
import type { Problem } from '../../../contract/problem.ts';
import { recordFeedSuccess } from '../../../db/feed-checks.ts';
import type { TestDatabase } from '../../../db/testing.ts';
import { daysBetween } from '../../../domain/market-day.ts';
import { dayWith, zoneNamed } from '../../../domain/testing.ts';
import { SolverPool } from '../../../solver/pool.ts';
import {
  createMigratedDatabase,
  createTestApi,
  faultOfProblem,
  storeDays,
  type TestApi,
} from '../../testing/api.ts';

const zone = zoneNamed('DE-LU');
const nowMs = Date.parse('2026-01-15T11:07:00Z');
/** Cheapest at 18:00 on the clock of the market, dearest at 06:00. */
const price = (index: number): number => 50 + 30 * Math.sin((index / 96) * 2 * Math.PI);

let database: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await createMigratedDatabase();
  const days = daysBetween('2025-11-01', '2026-01-17').map((day) => dayWith(zone, day, price));
  await storeDays(database, zone, days);
  await recordFeedSuccess(database.pool, zone.id, 'market');
  api = await createTestApi(database.url, { now: () => nowMs });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

type Body = Record<string, unknown>;
const washer = { id: 'washer', powerKw: 2, minutes: 90 };
const wholeHouse = {
  zone: 'DE-LU',
  household: { baseLoadKw: 0.3, importLimitKw: 12 },
  devices: {
    appliances: [washer, { id: 'dryer', powerKw: 2.5, minutes: 60, after: 'washer', deadline: '22:00' }],
    cars: [{ id: 'car', batteryKwh: 60, socPercent: 50, targetPercent: 70, deadline: '07:00' }],
    batteries: [{ id: 'battery', capacityKwh: 10, socPercent: 20, chargeKw: 5, dischargeKw: 5 }],
    heaters: [
      {
        id: 'tank',
        powerKw: 2,
        temperatureC: 50,
        minC: 45,
        maxC: 65,
        capacityKwhPerK: 0.23,
        lossKwPerK: 0.002,
        draws: [{ at: '07:00', kwh: 3 }],
      },
    ],
  },
};

const send = (payload: Body, headers: Record<string, string> = {}) =>
  api.app.inject({ method: 'POST', url: '/api/v1/plans', payload, headers });
async function plan(payload: Body): Promise<PlanResponse> {
  const response = await send(payload);
  if (response.statusCode !== 200) throw new Error(`${response.statusCode}: ${response.body}`);
  return response.json<PlanResponse>();
}

describe('POST /api/v1/plans', () => {
  it('puts one load where it is cheapest, and says why, what it saves and how sure that is', async () => {
    const answer = await plan({ zone: 'DE-LU', hours: 24, devices: { appliances: [washer] } });
    expect(answer).toMatchObject({
      method: 'greedy',
      gap: 0,
      unit: 'ct/kWh',
      currency: 'EUR',
      stepMinutes: 15,
    });
    expect(answer.slots).toHaveLength(96);
    expect(answer.from).toBe('2026-01-15T11:15:00.000Z');
    const [run] = answer.devices[0]?.runs ?? [];
    expect(run).toMatchObject({
      start: '2026-01-15T16:15:00.000Z',
      end: '2026-01-15T17:45:00.000Z',
      kwh: 3,
      kind: 'published',
    });
    expect(run?.reason).toMatch(/^The cheapest of 91 possible starts: \d+\.\d ct\/kWh, \d+ % below/);
    expect(answer.cost.saving).toBeCloseTo(answer.cost.startNow - answer.cost.planned, 3);
    expect(answer.cost.saving).toBeGreaterThan(0);
    expect(answer.certainty).toMatchObject({ level: 'certain', publishedShare: 1, replanAfter: null });
  });

  it('plans a whole house in the solver', async () => {
    const answer = await plan(wholeHouse);
    expect(answer.method).toBe('milp');
    expect(answer.slots).toHaveLength(192);
    expect(answer.devices.map(({ id, kind }) => `${kind} ${id}`)).toEqual([
      'appliance washer',
      'appliance dryer',
      'car car',
      'battery battery',
      'heater tank',
    ]);
    const [first, second] = answer.devices.map(({ runs }) => runs);
    expect((second?.[0]?.start ?? '') >= (first?.at(-1)?.end ?? '~')).toBe(true);
    expect(answer.devices[2]?.kwh).toBeCloseTo(12 / 0.9, 2);
    expect(answer.devices.flatMap(({ runs }) => runs).every(({ reason }) => reason.length > 10)).toBe(true);
    expect(answer.cost.saving).toBeGreaterThan(0);
    expect(answer.certainty.publishedUntil).toBe('2026-01-16T23:00:00.000Z');
    expect(answer.certainty.replanAfter).toBe('2026-01-16T11:45:00.000Z');
    expect(answer.certainty.saving.low).toBeLessThanOrEqual(answer.cost.saving);
    expect(answer.certainty.saving.high).toBeGreaterThanOrEqual(answer.cost.saving);
  });

  it('refuses what cannot be with the reason and the nearest plan', async () => {
    const car = { id: 'car', energyKwh: 60, maxKw: 11, deadline: '14:00' };
    const response = await send({ zone: 'DE-LU', devices: { cars: [car], appliances: [washer] } });
    expect(faultOfProblem(response.headers['content-type'], 422, response.body)).toBeNull();
    const problem = response.json<PlanProblem>();
    expect(problem.code).toBe('impossible-plan');
    expect(problem.errors).toEqual([
      {
        path: 'body.devices.cars.0',
        message: expect.stringMatching(/^car gets 19\.25 of 60 kWh by its deadline/),
      },
    ]);
    expect(problem.nearestPlan?.devices.map(({ id }) => id)).toEqual(['washer', 'car']);
    expect(problem.nearestPlan?.devices[1]?.kwh).toBeCloseTo(60, 2);
  });

  it('says when to come back when the solver has too much to do', async () => {
    const solver = new SolverPool({ worker: new URL('file:///never-started.js'), maxWaiting: 0 });
    const busy = await createTestApi(database.url, { now: () => nowMs, solver });
    const response = await busy.app.inject({ method: 'POST', url: '/api/v1/plans', payload: wholeHouse });
    expect(faultOfProblem(response.headers['content-type'], 503, response.body)).toBeNull();
    expect(response.json<Problem>().code).toBe('planner-busy');
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    await busy.close();
  });

  it('answers as a calendar', async () => {
    const payload = { zone: 'DE-LU', hours: 24, devices: { appliances: [washer] } };
    const response = await send(payload, { accept: 'text/calendar' });
    expect(response.headers['content-type']).toBe('text/calendar; charset=utf-8');
    expect(response.body).toContain('DTSTART:20260115T161500Z');
    expect(response.body).toContain('SUMMARY:washer');
    expect((await send(payload, { accept: 'text/calendar' })).body).toBe(response.body);
  });

  it('takes published prices in the place of forecast ones as soon as they are there', async () => {
    const austria = zoneNamed('AT');
    const history = daysBetween('2025-11-01', '2026-01-16').map((day) => dayWith(austria, day, price));
    await storeDays(database, austria, history);
    await recordFeedSuccess(database.pool, austria.id, 'market');
    const request = { zone: 'AT', hours: 35, devices: { appliances: [{ ...washer, earliest: '23:30' }] } };
    const before = await plan(request);
    expect(before.certainty).toMatchObject({ replanAfter: '2026-01-15T11:45:00.000Z', publishedShare: 0 });
    expect(before.certainty.level).not.toBe('certain');
    await storeDays(database, austria, [
      dayWith(austria, '2026-01-16', (index) => (index === 40 ? 500 : 90 - index)),
    ]);
    await recordFeedSuccess(database.pool, austria.id, 'market');
    const after = await plan(request);
    expect(after.certainty).toMatchObject({ level: 'certain', publishedShare: 1, replanAfter: null });
    expect(after.devices[0]?.runs[0]?.start).toBe('2026-01-16T20:45:00.000Z');
    expect(before.devices[0]?.runs[0]?.start).not.toBe(after.devices[0]?.runs[0]?.start);
  });

  const wrong: [what: string, payload: Body, status: number, code: string, path: string][] = [
    ['an unknown zone', { zone: 'NO9', devices: {} }, 404, 'unknown-zone', 'body.zone'],
    ['no device', { zone: 'DE-LU', devices: {} }, 400, 'invalid-request', 'body.devices'],
    ['no devices at all', { zone: 'DE-LU' }, 400, 'invalid-request', 'body'],
    [
      'more appliances than are planned at once',
      { zone: 'DE-LU', devices: { appliances: Array(11).fill(washer) } },
      400,
      'invalid-request',
      'body.devices.appliances',
    ],
    [
      'two devices of one name',
      { zone: 'DE-LU', devices: { appliances: [washer, washer] } },
      400,
      'invalid-request',
      'body.devices',
    ],
    [
      'a deadline that has passed',
      { zone: 'DE-LU', devices: { appliances: [{ ...washer, deadline: '2026-01-15T10:00:00Z' }] } },
      400,
      'invalid-request',
      'body.devices.appliances.0.deadline',
    ],
    [
      'an appliance that waits for itself',
      { zone: 'DE-LU', devices: { appliances: [{ ...washer, after: 'washer' }] } },
      400,
      'invalid-request',
      'body.devices.appliances.0.after',
    ],
    [
      'a car that does not say what it needs',
      { zone: 'DE-LU', devices: { cars: [{ id: 'car' }] } },
      400,
      'invalid-request',
      'body.devices.cars.0',
    ],
    [
      'an unknown tariff',
      { zone: 'DE-LU', tariff: { template: 'XX' }, devices: { appliances: [washer] } },
      400,
      'invalid-request',
      'body.tariff.template',
    ],
    [
      'power that is no number',
      { zone: 'DE-LU', devices: { appliances: [{ ...washer, powerKw: 'much' }] } },
      400,
      'invalid-request',
      'body.devices.appliances.0.powerKw',
    ],
  ];
  it.each(wrong)('refuses %s', async (_what, payload, status, code, path) => {
    const response = await send(payload);
    expect([response.statusCode, response.json<Problem>().code]).toEqual([status, code]);
    expect(response.json<Problem>().errors.map((error) => error.path)).toContain(path);
  });

  it('counts plans by outcome', async () => {
    const { values } = await api.context.metrics.plans.get();
    const counted = Object.fromEntries(values.map(({ labels, value }) => [labels.outcome, value]));
    expect(counted).toMatchObject({ failed: 0, busy: 0 });
    expect(counted.greedy).toBeGreaterThan(0);
    expect(counted.milp).toBeGreaterThan(0);
    expect(counted.impossible).toBeGreaterThan(0);
  });
});
