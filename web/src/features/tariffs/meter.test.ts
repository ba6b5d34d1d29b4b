import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { MeterError, readMeter, yearlyKwhOf } from './meter.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2026, 0, 1);
const two = (number: number): string => String(number).padStart(2, '0');

/** Ten days of hours, 0.5 kWh by night and 1.5 from 18 to 22. */
function file(line: (at: Date, kwh: number, reading: number) => string, heading: string): string[][] {
  let reading = 5_000;
  const lines = Array.from({ length: 240 }, (_, index) => {
    const at = new Date(start + index * hourMs);
    const kwh = at.getUTCHours() >= 18 && at.getUTCHours() < 22 ? 1.5 : 0.5;
    const text = line(at, kwh, reading);
    reading += kwh;
    return text;
  });
  return Papa.parse<string[]>([heading, ...lines].join('\r\n')).data;
}
const expected = { kwh: 10 * (20 * 0.5 + 4 * 1.5) };

describe('a file of a meter', () => {
  it.each<[string, string[][]]>([
    ['ISO', file((at, kwh) => `${at.toISOString()},${kwh}`, 'start,kWh')],
    [
      'German, with a comma and an end beside the start',
      file(
        (at, kwh) =>
          `${two(at.getUTCDate())}.01.2026 ${two(at.getUTCHours())}:00;${two(at.getUTCDate())}.01.2026 ${two(at.getUTCHours())}:59;${String(kwh).replace('.', ',')}`,
        'Von;Bis;Verbrauch (kWh)',
      ),
    ],
    [
      'French, with date and time apart',
      file(
        (at, kwh) =>
          `${two(at.getUTCDate())}/01/2026;${two(at.getUTCHours())}:00:00;"${String(kwh).replace('.', ',')}"`,
        'Date;Heure;kWh',
      ),
    ],
  ])('is read as %s', (_name, rows) => {
    const found = readMeter(rows);
    expect(found.kwh).toBeCloseTo(expected.kwh, 6);
    expect([found.hourKwh[3], found.hourKwh[20]]).toEqual([5, 15]);
    expect(yearlyKwhOf(found)).toBe(Math.round((160 / (239 / 24)) * 365));
  });

  it('may be readings of the meter, whose differences count', () => {
    const found = readMeter(file((at, _kwh, reading) => `${at.toISOString()},${reading}`, 'time,reading'));
    expect(found.kwh).toBeCloseTo(expected.kwh - 0.5, 6);
    expect(found.hourKwh[20]).toBeCloseTo(15, 6);
  });

  it('is refused when there is too little in it to tell', () => {
    expect(() => readMeter([['hello'], ['2026-01-01', 'no time', '3']])).toThrow(MeterError);
    expect(() => readMeter(file((at, kwh) => `${at.toISOString()},${kwh}`, '').slice(0, 30))).toThrow(
      /1 days/,
    );
    expect(() => readMeter(file((at) => `${at.toISOString()},0`, ''))).toThrow(/nothing to go by/);
    expect(() => readMeter([['31.02.2026 10:00', '1']])).toThrow(MeterError);
  });
});
