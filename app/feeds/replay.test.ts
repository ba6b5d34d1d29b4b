import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { intervalsOfDay, isComplete, type PriceDay, slotsOfDay } from '../domain/price-day.ts';
import { dayWith, zoneNamed } from '../domain/testing.ts';
import { replay } from './replay.ts';
import { invalidity } from './validate.ts';

const se3 = zoneNamed('SE3');
const signal = new AbortController().signal;
const header = 'time_start,time_end,SEK_per_kWh,EUR_per_kWh,EXR';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recorded prices '));
  await mkdir(join(folder, 'SE3'));
});

afterEach(() => rm(folder, { recursive: true }));

/** Rows as recorded, with an end that is wrong on purpose. */
function rowsOf(day: PriceDay): string[] {
  return slotsOfDay(se3, day).map(({ startMs, price }) => {
    const start = new Date(startMs).toISOString().replace('.000Z', '+00:00');
    return `${start},1999-01-01T00:00:00+00:00,9,${price / 1000},11`;
  });
}

async function write(file: string, ...lines: string[]): Promise<void> {
  await writeFile(join(folder, 'SE3', file), `${lines.join('\n')}\n`);
}

describe('replay', () => {
  const longDay = dayWith(se3, '2025-10-26', (index) => 2.01 * index - 50);
  const nextDay = dayWith(se3, '2025-10-27', () => 33.33);

  test('delivers recorded days under their own date as real', async () => {
    await write('2025.csv', header, ...rowsOf(longDay), ...rowsOf(nextDay));
    const feed = replay(folder);
    expect(await feed.coverage(se3)).toEqual({ firstDay: '2025-10-26', lastDay: '2025-10-27' });
    const [batch, ...others] = await feed.fetchDays(se3, '2025-10-20', '2025-10-27', signal);
    expect(others).toEqual([]);
    expect(batch).toMatchObject({ feed: 'replay', label: 'recorded prices', simulated: false });
    expect(batch?.days.map(({ day }) => day)).toEqual(['2025-10-26', '2025-10-27']);
    batch?.days[0]?.prices.forEach((price, index) => {
      expect(price).toBeCloseTo(longDay.prices[index] ?? Number.NaN, 5);
    });
    expect(batch?.days[1]?.prices).toEqual(nextDay.prices);
  });

  test('keeps recorded and replayed days in batches of their own', async () => {
    const days = Array.from({ length: 8 }, (_, index) => dayWith(se3, `2026-02-0${index + 1}`, () => index));
    await write('2026.csv', header, ...days.flatMap(rowsOf));
    const batches = await replay(folder).fetchDays(se3, '2026-02-08', '2026-02-10', signal);
    expect(
      batches.map(({ simulated, label, days: ofBatch }) => [simulated, label, ofBatch.map((d) => d.day)]),
    ).toEqual([
      [false, 'recorded prices', ['2026-02-08']],
      [true, 'replayed prices, recorded on another day', ['2026-02-09', '2026-02-10']],
    ]);
    expect(batches[1]?.days[0]?.prices[0]).toBe(1);
    expect(invalidity(batches, se3, '2026-02-08', '2026-02-10')).toBeNull();
  });

  test('leaves holes and what lies before the recording out', async () => {
    const days = ['2026-02-01', '2026-02-03'].map((day) => dayWith(se3, day, () => 1));
    await write('2026.csv', header, ...days.flatMap(rowsOf));
    const batches = await replay(folder).fetchDays(se3, '2026-01-30', '2026-02-03', signal);
    expect(batches.flatMap((batch) => batch.days.map(({ day }) => day))).toEqual([
      '2026-02-01',
      '2026-02-03',
    ]);
  });

  test('reads hours of one year and quarters of the next', async () => {
    await write('2024.csv', header, ...rowsOf(dayWith(se3, '2024-12-31', (hour) => hour, 60)));
    await write('2025.csv', header, ...rowsOf(dayWith(se3, '2025-01-01', (index) => index)));
    const [batch] = await replay(folder).fetchDays(se3, '2024-12-31', '2025-01-01', signal);
    expect(batch?.days.map(({ resolutionMinutes, prices }) => [resolutionMinutes, prices.length])).toEqual([
      [60, 24],
      [15, 96],
    ]);
  });

  test('takes a missing price for missing, other columns and files for none of its business', async () => {
    await writeFile(join(folder, 'SE3', 'README.txt'), 'notes');
    await write(
      '2026.csv',
      '\uFEFFEUR_per_kWh, time_start',
      '0.00201,2026-02-01T00:00:00+01:00',
      ',2026-02-01T00:15:00+01:00',
      '-0.5,2026-02-01T00:30:00+01:00',
    );
    const [batch] = await replay(folder).fetchDays(se3, '2026-02-01', '2026-02-01', signal);
    expect(batch?.days[0]?.prices.slice(0, 4)).toEqual([2.01, null, -500, null]);
  });

  test('reads a zone once', async () => {
    await write('2025.csv', header, ...rowsOf(nextDay));
    const feed = replay(folder);
    const first = await feed.fetchDays(se3, '2025-10-27', '2025-10-27', signal);
    await rm(join(folder, 'SE3'), { recursive: true });
    expect(await feed.fetchDays(se3, '2025-10-27', '2025-10-27', signal)).toEqual(first);
  });

  test('has the zones of its folder only', () => {
    const feed = replay(folder);
    expect(feed.supports(se3)).toBe(true);
    expect(feed.supports(zoneNamed('SE4'))).toBe(false);
    expect(feed.standIn).toBe(true);
  });

  test.each([
    ['another format', ['day;price', '2026-02-01;1'], 'time_start missing'],
    ['a price that is no number', [header, '2026-02-01T00:00:00+01:00,x,9,cheap,11'], 'EUR_per_kWh "cheap"'],
    ['a time without offset', [header, '2026-02-01T00:00:00,x,9,0.1,11'], 'time_start "2026-02-01T00:00:00"'],
    ['a time off the grid', [header, '2026-02-01T00:07:00+01:00,x,9,0.1,11'], 'do not lie on a grid'],
    ['rows of different length', [header, '2026-02-01T00:00:00+01:00,x'], 'cannot be read (CSV_'],
    ['no rows', [header], 'is empty'],
  ])('says which file holds %s, and reads it again once it is mended', async (_, lines, message) => {
    await write('2026.csv', ...lines);
    const feed = replay(folder);
    const fetched = () => feed.fetchDays(se3, '2025-10-27', '2025-10-27', signal);
    await expect(fetched()).rejects.toMatchObject({ name: 'FeedError', feed: 'replay' });
    await expect(fetched()).rejects.toThrow(message);
    await expect(fetched()).rejects.toThrow(join(folder, 'SE3'));
    await write('2026.csv', header, ...rowsOf(nextDay));
    expect(await fetched()).toHaveLength(1);
  });

  test('says when a file is not a file', async () => {
    await mkdir(join(folder, 'SE3', '2026.csv'));
    const fetched = replay(folder).fetchDays(se3, '2025-10-27', '2025-10-27', signal);
    await expect(fetched).rejects.toThrow('cannot be read (EISDIR)');
  });
});

const recorded = fileURLToPath(new URL('../../../shared/data/se_spot', import.meta.url));

describe.skipIf(!existsSync(recorded))('replay of real prices (needs ../shared/data)', () => {
  test('has every day of the recording in its length, and plays on after it', async () => {
    const feed = replay(recorded);
    expect(await feed.coverage(se3)).toEqual({ firstDay: '2023-01-01', lastDay: '2026-04-14' });
    const batches = await feed.fetchDays(se3, '2023-01-01', '2027-06-30', signal);
    expect(invalidity(batches, se3, '2023-01-01', '2027-06-30')).toBeNull();
    const days = new Map(batches.flatMap((batch) => batch.days).map((day) => [day.day, day]));
    expect(days.size).toBe(1642);
    for (const day of days.values()) expect(isComplete(se3, day)).toBe(true);
    for (const [day, count] of [
      ['2024-03-31', 23],
      ['2025-10-26', 100],
      ['2026-03-29', 92],
      ['2026-10-25', 100],
      ['2027-03-28', 92],
    ] as const) {
      expect(days.get(day)?.prices).toHaveLength(count);
    }
    expect(intervalsOfDay(se3, '2026-11-24', 15)).toBe(days.get('2026-11-24')?.prices.length);
    expect(days.get('2026-11-24')?.prices).toEqual(days.get('2025-11-25')?.prices);
    expect(days.get('2023-01-01')?.prices[0]).toBe(2.01);
  });
});
