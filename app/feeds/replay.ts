import { createReadStream, readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Zone } from '../contract/http.ts';
import { addDays, daysBetween } from '../domain/market-day.ts';
import type { PriceDay } from '../domain/price-day.ts';
import { type PricePoint, priceDaysFromSlots } from '../domain/price-points.ts';
import { type FeedBatch, FeedError, type PriceFeed } from './feed.ts';
import { FeedsConfigError } from './feeds-config-error.ts';
import { donorOf, playOn, type Recording } from './replay-calendar.ts';

/**
 * Plays recorded prices from a folder, for machines without internet. Files are `<zone>/<year>.csv` with the columns
 * `time_start` (ISO 8601 with offset) and `EUR_per_kWh`; other columns are not read. In particular `time_end` is
 * not: it is wrong in known recordings on the day the clock goes back, so an interval ends where the next starts.
 *
 * Recorded days under their own date are real. After the end of the recording, days of a year before stand in and
 * are labelled as replayed. Holes inside the recording stay holes.
 */

const feed = 'replay';
const recordedLabel = 'recorded prices';
const replayedLabel = 'replayed prices, recorded on another day';

/**
 * @param folder is read at once for its zones; the files of a zone when it is first asked for, then kept
 * @throws FeedsConfigError when the folder cannot be read
 */
export function replay(folder: string): PriceFeed {
  const zonesRecorded = new Set(foldersIn(folder));
  const recordings = new Map<string, Promise<Recording>>();
  const recordingOf = (zone: Zone): Promise<Recording> => {
    const known = recordings.get(zone.id);
    if (known) return known;
    const loading = load(folder, zone);
    recordings.set(zone.id, loading);
    // A file that could not be read may be readable on the next try.
    loading.catch(() => recordings.delete(zone.id));
    return loading;
  };
  return {
    name: feed,
    standIn: true,
    supports: (zone) => zone.currency === 'EUR' && zonesRecorded.has(zone.id),
    async coverage(zone) {
      const { firstDay, lastDay } = await recordingOf(zone);
      return { firstDay, lastDay };
    },
    async fetchDays(zone, firstDay, lastDay) {
      const recording = await recordingOf(zone);
      const days = daysBetween(firstDay, addDays(lastDay, 1));
      return [
        batch(recordedLabel, false, recordedDays(recording, days)),
        batch(replayedLabel, true, replayedDays(zone, recording, days)),
      ].filter(({ days: ofBatch }) => ofBatch.length > 0);
    },
  };
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => entry.name);
  } catch (error) {
    throw new FeedsConfigError(
      `The replay folder ${folder} cannot be read (${codeOf(error)}). Set REPLAY_DIR to a folder with <zone>/<year>.csv.`,
    );
  }
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? String(error);
}

function batch(label: string, simulated: boolean, days: PriceDay[]): FeedBatch {
  return { feed, label, simulated, days };
}

function recordedDays(recording: Recording, days: readonly string[]): PriceDay[] {
  return days.flatMap((day) => recording.days.get(day) ?? []);
}

function replayedDays(zone: Zone, recording: Recording, days: readonly string[]): PriceDay[] {
  return days
    .filter((day) => day > recording.lastDay)
    .flatMap((day) => {
      const donor = donorOf(zone, recording, day);
      return donor ? playOn(zone, donor, day) : [];
    });
}

async function load(folder: string, zone: Zone): Promise<Recording> {
  const directory = join(folder, zone.id);
  const points: PricePoint[] = [];
  try {
    const files = (await readdir(directory)).filter((name) => /^\d{4}\.csv$/.test(name)).sort();
    for (const file of files) await readPoints(join(directory, file), points);
  } catch (error) {
    if (error instanceof FeedError) throw error;
    throw new FeedError(
      feed,
      'unreachable',
      `The recording in ${directory} cannot be read (${codeOf(error)}).`,
    );
  }
  return recordingFrom(zone, directory, points);
}

function recordingFrom(zone: Zone, directory: string, points: readonly PricePoint[]): Recording {
  const days = daysFrom(zone, directory, points);
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) {
    throw new FeedError(
      feed,
      'no-data',
      `The recording in ${directory} is empty; put <year>.csv files there.`,
    );
  }
  return { days: new Map(days.map((day) => [day.day, day])), firstDay: first.day, lastDay: last.day };
}

function daysFrom(zone: Zone, directory: string, points: readonly PricePoint[]): PriceDay[] {
  try {
    return priceDaysFromSlots(zone, points).filter((day) => day.prices.some((price) => price !== null));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FeedError(feed, 'nonsense', `The recording in ${directory} is wrong: ${reason}`);
  }
}

/** Reads one file row by row onto the end of `points`. */
async function readPoints(file: string, points: PricePoint[]): Promise<void> {
  const { parse } = await import('csv-parse');
  const input = createReadStream(file);
  const parser = parse({ columns: true, bom: true, trim: true, skip_empty_lines: true });
  // pipe() alone does not pass a read error on, and the loop below would wait for ever.
  input.on('error', (error) => parser.destroy(error));
  try {
    for await (const row of input.pipe(parser)) points.push(pointOf(row, file));
  } finally {
    input.destroy();
  }
}

function pointOf(row: Record<string, string>, file: string): PricePoint {
  const { time_start: start, EUR_per_kWh: price } = row;
  const startMs = hasOffset.test(start ?? '') ? Date.parse(start ?? '') : Number.NaN;
  // Number('') is 0, and a missing price is not a price of 0.
  const eurPerKwh = price === '' ? null : Number(price ?? Number.NaN);
  if (!Number.isFinite(startMs) || Number.isNaN(eurPerKwh)) {
    const found = `time_start ${shown(start)} and EUR_per_kWh ${shown(price)}`;
    const message = `${file} has a row with ${found}; a time with offset and a number were expected.`;
    throw new FeedError(feed, 'nonsense', message);
  }
  return { startMs, minutes: null, price: eurPerKwh === null ? null : perMwh(eurPerKwh) };
}

function shown(value: string | undefined): string {
  return value === undefined ? 'missing' : JSON.stringify(value.slice(0, 40));
}

const hasOffset = /(Z|[+-]\d{2}:?\d{2})$/;

/** Without the digits that the multiplication of a binary fraction adds. */
function perMwh(eurPerKwh: number): number {
  return Math.round(eurPerKwh * 1e8) / 1e5;
}
