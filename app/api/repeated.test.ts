import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Repeated } from './repeated.ts';

const retry = { firstMs: 5, longestMs: 10 };

describe('turns', () => {
  it('come one after the other, with the pause that each asks for', async () => {
    let [turns, running, most] = [0, 0, 0];
    const repeated = new Repeated(
      async () => {
        most = Math.max(most, ++running);
        await sleep(2);
        running--;
        return ++turns < 5 ? 0 : 60_000;
      },
      retry,
      () => {},
    );
    repeated.start();
    await expect.poll(() => turns).toBe(5);
    repeated.wake(0);
    await expect.poll(() => turns).toBe(6);
    await repeated.stop();
    expect(most).toBe(1);
  });

  it('come soon when they are asked for during one, whose look was too early', async () => {
    let turns = 0;
    const repeated: Repeated = new Repeated(
      async () => {
        if (++turns === 1) repeated.wake(0);
        return 60_000;
      },
      retry,
      () => {},
    );
    repeated.start();
    await expect.poll(() => turns).toBe(2);
    await sleep(20);
    expect(turns).toBe(2);
    await repeated.stop();
  });

  it('go on after failures, which are told', async () => {
    const errors: string[] = [];
    let turns = 0;
    const repeated = new Repeated(
      async () => {
        if (++turns < 4) throw new Error(`turn ${turns}`);
        return 60_000;
      },
      retry,
      (error) => errors.push((error as Error).message),
    );
    repeated.start();
    await expect.poll(() => turns).toBe(4);
    await repeated.stop();
    expect(errors).toEqual(['turn 1', 'turn 2', 'turn 3']);
  });

  it('end when they are stopped, the running one too, which is no failure', async () => {
    const errors: unknown[] = [];
    let turns = 0;
    const repeated = new Repeated(
      (signal) =>
        new Promise((_resolve, reject) => {
          turns++;
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
      retry,
      (error) => errors.push(error),
    );
    repeated.start();
    await expect.poll(() => turns).toBe(1);
    await repeated.stop();
    repeated.wake(0);
    await sleep(30);
    expect([turns, errors]).toEqual([1, []]);
  });

  it('do not begin by being woken', async () => {
    let turns = 0;
    const repeated = new Repeated(
      async () => ++turns,
      retry,
      () => {},
    );
    repeated.wake(0);
    await sleep(10);
    expect(turns).toBe(0);
  });
});
