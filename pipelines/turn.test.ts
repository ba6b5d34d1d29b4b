import { describe, expect, it } from 'vitest';
import { turnOf } from './turn.ts';

describe('turnOf', () => {
  const turn = (now: string) => turnOf('0 */6 * * *', Date.parse(now)).toISOString();

  it.each([
    ['on time', '2026-01-10T06:00:00Z', '2026-01-10T05:59:30.000Z'],
    ['by a timer that fires early', '2026-01-10T05:59:59.990Z', '2026-01-10T05:59:30.000Z'],
    ['late', '2026-01-10T11:59:00Z', '2026-01-10T05:59:30.000Z'],
    ['at the next time', '2026-01-10T12:00:00Z', '2026-01-10T11:59:30.000Z'],
  ])('is the last time due, started %s', (_, now, since) => {
    expect(turn(now)).toBe(since);
  });
});
