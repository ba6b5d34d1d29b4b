import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchClock } from './clock-jumps.ts';

let [wallMs, steadyMs] = [0, 0];
const jumps: number[] = [];
let end: () => void;

/** Lets both clocks go on, and sets the wall's as well. */
function pass(seconds: number, setByMs = 0): void {
  wallMs += seconds * 1000 + setByMs;
  steadyMs += seconds * 1000;
  vi.advanceTimersByTime(seconds * 1000);
}

beforeEach(() => {
  vi.useFakeTimers();
  [wallMs, steadyMs] = [1_800_000_000_000, 5_000];
  jumps.length = 0;
  end = watchClock((seconds) => jumps.push(seconds), { wall: () => wallMs, steady: () => steadyMs });
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

describe('a clock that is watched', () => {
  it('jumps when it is set, ahead or back, and each time once', () => {
    pass(10);
    pass(1, 3_600_000);
    pass(10);
    pass(1, -86_400_000);
    pass(10);
    expect(jumps).toEqual([3_600, -86_400]);
  });

  it('does not when it is kept right little by little, however far that adds up', () => {
    for (let second = 0; second < 3_600; second++) pass(1, 5);
    expect(jumps).toEqual([]);
  });

  it('does not when the process was busy', () => {
    wallMs += 30_000;
    steadyMs += 30_000;
    vi.advanceTimersByTime(1_000);
    expect(jumps).toEqual([]);
  });

  it('is left alone once nobody watches', () => {
    end();
    pass(10, 3_600_000);
    expect(jumps).toEqual([]);
  });
});
