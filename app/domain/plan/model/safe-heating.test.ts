import { expect, it } from 'vitest';
import { brokenRules } from '../check.ts';
import { emptySchedule } from '../schedule.ts';
import { heaterWith, houseWith, slotsAt } from '../testing.ts';
import { safeHeating } from './safe-heating.ts';

const count = 12;
const rows: [what: string, drift: number[], expected: string][] = [
  ['stays off while the band allows', Array(count).fill(-0.5), '000000000011'],
  [
    'heats ahead of what is drawn',
    Array.from({ length: count }, (_, slot) => (slot === 5 ? -14 : -0.5)),
    '000111111100',
  ],
  ['heats all the time when all is lost at once', Array(count).fill(-4), '011111111111'],
];
it.each(rows)('%s', (_what, drift, expected) => {
  const tank = heaterWith(count, { drift });
  const on = safeHeating(tank);
  expect(on.map(Number).join('')).toBe(expected);
  const schedule = emptySchedule();
  schedule.loadKw.set(
    tank.id,
    Float64Array.from(on, (isOn) => (isOn ? tank.kw : 0)),
  );
  expect(brokenRules(houseWith(slotsAt(drift), { heaters: [tank] }), schedule)).toEqual([]);
});
