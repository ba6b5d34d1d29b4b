import { tariffTexts } from '../../texts/tariffs.ts';
/** What a household took, read from a file of its meter. It never leaves the browser. */
export interface MeterReading {
  /** kWh by the hour of the day that the file's clock shows, 24 of them. */
  hourKwh: number[];
  /** kWh in all. */
  kwh: number;
  /** Days between the first and the last line. */
  days: number;
}

/** Why a file of a meter could not be read; the message is for people. */
export class MeterError extends Error {
  override name = 'MeterError';
}

const dayMs = 86_400_000;
/** Fewer days say nothing of a year. */
const fewestDays = 7;
/** A household does not take more in an hour: larger numbers are readings of the meter, or Wh. */
const mostPerHour = 100;

/**
 * Reads rows of a CSV: somewhere in each a date with a time (ISO, or day first), or a date and then a time, and the energy of
 * the interval in kWh as the last number. Rows without them, such as headings, are passed over. Numbers that only grow are
 * taken for readings of the meter, whose differences count.
 *
 * @throws MeterError when there is too little in it to tell
 */
export function readMeter(rows: readonly (readonly string[])[]): MeterReading {
  const lines = rows.flatMap((row) => lineOf(row) ?? []).sort((a, b) => a.ms - b.ms);
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last) throw new MeterError(tariffTexts.meter.unreadable);
  const days = (last.ms - first.ms) / dayMs;
  if (days < fewestDays)
    throw new MeterError(`This file has ${Math.round(days)} days; at least ${fewestDays} are needed.`);
  const hourKwh = new Array<number>(24).fill(0);
  for (const { hour, kwh } of energyOf(lines)) hourKwh[hour] = (hourKwh[hour] ?? 0) + kwh;
  const kwh = hourKwh.reduce((sum, each) => sum + each, 0);
  if (!(kwh > 0)) throw new MeterError(tariffTexts.meter.nothing);
  return { hourKwh, kwh, days };
}

/** kWh of a year as the file has them. */
export const yearlyKwhOf = ({ kwh, days }: MeterReading): number => Math.round((kwh / days) * 365);

interface Line {
  /** Of the clock, as if it were UTC. */
  ms: number;
  hour: number;
  value: number;
}

function lineOf(row: readonly string[]): Line | null {
  const cells = row.map((cell) => cell.trim());
  const time = timeOf(cells);
  const value = cells
    .slice(time?.next ?? 0)
    .flatMap((cell) => numberOf(cell) ?? [])
    .at(-1);
  if (!time || value === undefined) return null;
  return { ms: time.ms, hour: new Date(time.ms).getUTCHours(), value };
}

/** Where the time ends, the numbers begin. */
function timeOf(cells: readonly string[]): { ms: number; next: number } | null {
  for (const [index, cell] of cells.entries()) {
    const day = dateOf(cell);
    if (day === null) continue;
    const inCell = clockOf(cell.replace(/^\S+?[ T]/, ''));
    if (inCell !== null && /[ T]\d/.test(cell)) return { ms: day + inCell, next: index + 1 };
    const beside = clockOf(cells[index + 1] ?? '');
    if (beside !== null) return { ms: day + beside, next: index + 2 };
  }
  return null;
}

function dateOf(text: string): number | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  const dayFirst = /^(\d{1,2})[./](\d{1,2})[./](\d{4})/.exec(text);
  const [year, month, day] = iso
    ? [iso[1], iso[2], iso[3]]
    : dayFirst
      ? [dayFirst[3], dayFirst[2], dayFirst[1]]
      : [];
  if (!year || !month || !day) return null;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return Number(month) <= 12 && new Date(ms).getUTCDate() === Number(day) ? ms : null;
}

/** Milliseconds since midnight of "14:15". */
function clockOf(text: string): number | null {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})/.exec(text) ?? [];
  if (hour === undefined || Number(hour) > 23) return null;
  return (Number(hour) * 60 + Number(minute)) * 60_000;
}

/** "0,25", "1.234,5" and "0.25". */
function numberOf(text: string): number | null {
  const plain = text.replace(/\s|'|kWh$/gi, '');
  const dotted = plain.includes(',') ? plain.replaceAll('.', '').replace(',', '.') : plain;
  return /^-?\d+(\.\d+)?$/.test(dotted) ? Number(dotted) : null;
}

/** The energy of each interval; what a meter reads is turned into differences. */
function energyOf(lines: readonly Line[]): { hour: number; kwh: number }[] {
  const isReading =
    lines.some(({ value }) => value > mostPerHour) &&
    lines.every(({ value }, index) => index === 0 || value >= (lines[index - 1]?.value ?? 0));
  if (!isReading) return lines.map(({ hour, value }) => ({ hour, kwh: Math.max(0, value) }));
  return lines.slice(1).map(({ value }, index) => {
    const before = lines[index] as Line;
    return { hour: before.hour, kwh: value - before.value };
  });
}
