import { afterEach, describe, expect, it } from 'vitest';
import { NoPlanInTimeError, type Plan } from '../domain/plan/index.ts';
import { applianceWith, batteryWith, heaterWith, houseWith, slotsAt } from '../domain/plan/testing.ts';
import { type PoolOptions, SolverBusyError, SolverPool } from './pool.ts';

const options = { timeLimitSeconds: 30, relativeGap: 1e-3, absoluteGap: 0 };
/** Too much for no time at all: presolving does not solve it. */
const hard = houseWith(slotsAt(Array.from({ length: 96 }, (_, slot) => 20 + 10 * Math.sin(slot))), {
  batteries: [batteryWith()],
  heaters: [heaterWith(96, { minRunSlots: 2 })],
});
const house = houseWith(slotsAt([9, 8, 1, 2, 7]), { appliances: [applianceWith(5)] });

let pool: SolverPool | null = null;
function open(parts: Partial<PoolOptions> = {}): SolverPool {
  pool = new SolverPool({ worker: new URL('./worker.ts', import.meta.url), ...parts });
  return pool;
}
afterEach(async () => {
  await pool?.close();
  pool = null;
});

const powers = { washer: [0, 0, 2, 2, 0] };
const powersOf = ({ schedule }: Plan) =>
  Object.fromEntries([...schedule.loadKw].map(([id, kw]) => [id, [...kw]]));

describe('SolverPool', () => {
  it('searches one plan after the other, in a thread', async () => {
    const solver = open();
    const plans = await Promise.all([1, 2, 3].map(() => solver.plan(house, options)));
    expect(plans.map(powersOf)).toEqual([powers, powers, powers]);
    expect(solver.length).toBe(0);
  });

  it('takes no more than may wait, and says when to come back', async () => {
    const solver = open({ maxWaiting: 1 });
    const taken = [solver.plan(house, options), solver.plan(house, options)];
    await expect(solver.plan(house, options)).rejects.toMatchObject({
      name: SolverBusyError.name,
      retryAfterSeconds: 30,
    });
    expect((await Promise.all(taken)).map(powersOf)).toEqual([powers, powers]);
  });

  it('starts another thread after one that broke', async () => {
    const solver = open();
    const broken = { ...house, slots: null as never };
    await expect(solver.plan(broken, options)).rejects.toThrow(/The solver failed/);
    expect(powersOf(await solver.plan(house, options))).toEqual(powers);
  });

  it('goes on after a search that found nothing in its time', async () => {
    const solver = open();
    const noTime = { ...options, timeLimitSeconds: 0 };
    await expect(solver.plan(hard, noTime)).rejects.toThrow(NoPlanInTimeError);
    expect(powersOf(await solver.plan(house, options))).toEqual(powers);
  });

  it('gives up a thread that cannot start', async () => {
    const solver = open({ worker: new URL('./missing.js', import.meta.url) });
    await expect(solver.plan(house, options)).rejects.toThrow(/missing\.js/);
  });

  it('gives up a thread that does not answer', async () => {
    const silent = new URL('data:text/javascript,setInterval(() => {}, 1000)');
    const solver = open({ worker: silent, graceMs: 0 });
    await expect(solver.plan(house, { ...options, timeLimitSeconds: 0.25 })).rejects.toThrow(
      /did not answer within 750 ms/,
    );
  });

  it('starts again after it was idle', async () => {
    const solver = open({ idleMs: 0 });
    for (const _ of [1, 2]) expect(powersOf(await solver.plan(house, options))).toEqual(powers);
  });

  it('refuses what still waits when it closes', async () => {
    const solver = open();
    const waiting = [solver.plan(house, options), solver.plan(house, options)];
    const settled = Promise.allSettled(waiting);
    await solver.close();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(solver.plan(house, options)).rejects.toThrow('The solver is closed.');
  });
});
