import { describe, expect, it } from 'vitest';
import { SyncError } from '../errors.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { temporaryFolder } from '../testing/temporary.ts';
import { type Coordination, coordinate, type Trigger } from './coordinate.ts';
import { readLastRun } from './last-run.ts';
import { takeLock } from './pid-lock.ts';
import { requestQueue } from './queue.ts';
import { stateFolder } from './state-folder.ts';

const trigger = (over: Partial<Trigger> = {}): Trigger => ({
  command: 'all',
  reason: 'test',
  force: false,
  background: false,
  ...over,
});

function setting(debounceSeconds = 30) {
  const folder = stateFolder(temporaryFolder());
  const clock = fakeClock();
  const coordination: Coordination = { folder, queue: requestQueue(folder.queue), clock, debounceSeconds };
  let running = 0;
  const seen = { runs: 0, most: 0 };
  let begin = () => {};
  const began = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const work = async () => {
    seen.most = Math.max(seen.most, ++running);
    begin();
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    running--;
    return { result: ++seen.runs, summary: 'done', ok: true };
  };
  return {
    coordination,
    clock,
    seen,
    began,
    run: (over?: Partial<Trigger>) => coordinate(coordination, trigger(over), work),
  };
}

describe('triggers', () => {
  it('50 at once give one sync, and the others leave their requests to it', async () => {
    const { coordination, seen, run } = setting();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => run()));
    expect(seen).toMatchObject({ runs: 1, most: 1 });
    expect(outcomes.filter(({ kind }) => kind === 'queued')).toHaveLength(49);
    expect(coordination.queue.waiting()).toEqual([]);
  });

  it.each([false, true])(
    '49 while one runs give one more sync after it (background: %s)',
    async (background) => {
      const { coordination, seen, run, began } = setting();
      const first = run({ background });
      await began;
      const others = Array.from({ length: 49 }, () => run({ background }));
      await Promise.all([first, ...others]);
      if (!background) {
        expect(seen.runs).toBe(1);
        expect(coordination.queue.waiting()).toHaveLength(49);
        await run({ force: true });
      }
      expect(seen).toMatchObject({ runs: 2, most: 1 });
      expect(coordination.queue.waiting()).toEqual([]);
    },
  );

  it('within the debounce wait, unless forced', async () => {
    const { run, seen, clock } = setting(30);
    await run();
    clock.pass(10_000);
    expect(await run()).toEqual({ kind: 'queued', why: 'debounce', waitMs: 20_000 });
    expect(seen.runs).toBe(1);
    expect(await run({ force: true })).toMatchObject({ kind: 'ran' });
    clock.pass(30_000);
    expect(await run()).toMatchObject({ kind: 'ran', result: 3 });
  });

  it('in the background sleep until the debounce is over', async () => {
    const { run, seen, clock } = setting(30);
    await run();
    const before = clock.now();
    await run({ background: true });
    expect(seen.runs).toBe(2);
    expect(clock.now() - before).toBe(30_000);
  });

  it('that are forced wait for the sync that runs', async () => {
    const { coordination, run, seen } = setting();
    const lock = takeLock(coordination.folder.lock);
    const forced = run({ force: true });
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen.runs).toBe(0);
    lock?.release();
    expect(await forced).toMatchObject({ kind: 'ran' });
  });

  it('a debounce is not stretched by a clock that was set back', async () => {
    const { run, clock } = setting(30);
    await run();
    clock.pass(-3_600_000);
    expect(await run()).toMatchObject({ kind: 'ran' });
  });
});

describe('a sync that fails', () => {
  it('leaves its requests for the next one when a service did not answer', async () => {
    const { coordination } = setting();
    const failing = async () => {
      throw new SyncError('unavailable', 'Notion cannot be used right now.\nhint');
    };
    await expect(coordinate(coordination, trigger(), failing)).rejects.toThrow('Notion');
    expect(coordination.queue.waiting()).toHaveLength(1);
    expect(readLastRun(coordination.folder.lastRun)).toMatchObject({
      ok: false,
      succeededAt: null,
      summary: 'Notion cannot be used right now.',
    });
    expect(takeLock(coordination.folder.lock)).not.toBeNull();
  });

  it('forgets them when only people can mend it, and makes nobody wait', async () => {
    const { coordination, run } = setting();
    const failing = async () => {
      throw new SyncError('config-broken', 'The config is no JSON.');
    };
    await expect(coordinate(coordination, trigger(), failing)).rejects.toThrow('config');
    expect(coordination.queue.waiting()).toEqual([]);
    expect(await run()).toMatchObject({ kind: 'ran' });
  });
});
