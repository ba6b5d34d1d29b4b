import { describe, expect, it } from 'vitest';
import {
  mergeRounds,
  type PlannedStep,
  resultOf,
  runSteps,
  type StepOutcome,
  type StepRecord,
} from './step.ts';

const never = new AbortController().signal;
const step = (name: string, run: PlannedStep['run']): PlannedStep => ({ name, about: 'does it', run });
const record = (name: string, outcome: StepOutcome['outcome'], counts = {}): StepRecord => ({
  name,
  outcome,
  counts,
  detail: outcome === 'failed' ? 'No.' : null,
  seconds: 1,
});

describe('runSteps', () => {
  it('runs at most so many at once, in order', async () => {
    const [started, waiting]: [string[], (() => void)[]] = [[], []];
    const steps = ['a', 'b', 'c'].map((name) =>
      step(name, () => {
        started.push(name);
        return new Promise((resolve) => waiting.push(() => resolve({ outcome: 'ok' })));
      }),
    );
    const ended: string[] = [];
    const running = runSteps(steps, 2, never, ({ name }) => ended.push(name));
    await expect.poll(() => started).toEqual(['a', 'b']);
    waiting[1]?.();
    await expect.poll(() => started).toEqual(['a', 'b', 'c']);
    waiting[0]?.();
    waiting[2]?.();
    expect((await running).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(ended).toEqual(['b', 'a', 'c']);
  });

  it('records what a step throws, and goes on', async () => {
    const records = await runSteps(
      [
        step('bad', () => Promise.reject(new Error('It broke.'))),
        step('good', async () => ({ outcome: 'ok', counts: { days: 2 } })),
      ],
      1,
      never,
      () => {},
    );
    expect(records).toMatchObject([
      { name: 'bad', outcome: 'failed', detail: 'It broke.', counts: {} },
      { name: 'good', outcome: 'ok', detail: null, counts: { days: 2 } },
    ]);
  });

  it('ends when the database is away or the run is cancelled', async () => {
    const away = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const next = step('next', () => expect.fail('was run'));
    const lost = runSteps([step('a', () => Promise.reject(away)), next], 1, never, () => {});
    await expect(lost).rejects.toBe(away);
    const stop = new AbortController();
    const cancelling = step('a', async () => {
      stop.abort(new Error('Enough.'));
      return { outcome: 'ok' };
    });
    await expect(runSteps([cancelling, next], 1, stop.signal, () => {})).rejects.toThrow('Enough.');
  });
});

describe('mergeRounds', () => {
  it('lets the last outcome count and adds up the rest; a round that changed nothing takes nothing back', () => {
    const before = [record('SE3', 'ok', { days: 1 }), record('FR', 'failed'), record('AT', 'ok')];
    const round = [record('SE3', 'unchanged', { days: 0 }), record('FR', 'ok', { days: 1 })];
    expect(mergeRounds(before, round)).toMatchObject([
      { name: 'SE3', outcome: 'ok', counts: { days: 1 }, seconds: 2 },
      { name: 'FR', outcome: 'ok', counts: { days: 1 }, seconds: 2 },
      { name: 'AT', outcome: 'ok', seconds: 1 },
    ]);
  });
});

describe('resultOf', () => {
  it.each([
    ['nothing', [], 'unchanged'],
    ['only unchanged ones', [record('a', 'unchanged')], 'unchanged'],
    ['one that changed', [record('a', 'unchanged'), record('b', 'ok')], 'ok'],
    ['one that failed', [record('a', 'unchanged'), record('b', 'failed')], 'partial'],
    ['only failed ones', [record('a', 'failed'), record('b', 'failed')], 'failed'],
  ])('of %s', (_, records, outcome) => {
    expect(resultOf(records).outcome).toBe(outcome);
  });

  it('sums what was counted and says why', () => {
    const records = [record('a', 'ok', { days: 2 }), record('b', 'failed', { days: 1, conflicts: 1 })];
    expect(resultOf(records)).toEqual({
      outcome: 'partial',
      counts: { steps: 2, failed: 1, days: 3, conflicts: 1 },
      error: 'b: No.',
    });
  });
});
