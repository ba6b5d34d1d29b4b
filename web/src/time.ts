import { timeTexts } from './texts/time.ts';
import { locale } from './texts/translation.ts';

/**
 * Days and clocks as people read them. Days are `YYYY-MM-DD`; clock times are of the zone, never of the reader's
 * machine. A clock time that comes twice in an October night carries its offset.
 */

const hourMs = 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format is slow, using it is not: each is made once. */
function format(timeZone: string, key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = formats.get(timeZone + key) ?? new Intl.DateTimeFormat(locale, { timeZone, ...options });
  formats.set(timeZone + key, known);
  return known;
}

/** Whether the text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T12:00:00Z`);
  // The 31st of a shorter month parses as a day of the next month.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/**
 * "2026-03-15 13:00": day and clock of an instant in a time zone. Swedish writes them as ISO 8601 does, so that one
 * format does for every day and clock of a page in any language: each one more takes a slow phone some milliseconds.
 */
export function stampOf(instantMs: number, timeZone: string): string {
  const two = '2-digit';
  const options = {
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    hourCycle: 'h23',
  } as const;
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, ...options });
  clocks.set(timeZone, clock);
  return clock.format(instantMs);
}

/** The day of an instant in a time zone, `YYYY-MM-DD`. */
export function dayOf(instantMs: number, timeZone: string): string {
  // What stands in for a zone that is not known yet needs no table.
  if (timeZone === 'UTC') return new Date(instantMs).toISOString().slice(0, 10);
  return stampOf(instantMs, timeZone).slice(0, 10);
}

/** The day some days after another, `YYYY-MM-DD`. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + count * 24 * hourMs).toISOString().slice(0, 10);
}

/** "13:00" in the zone's own time. */
export function formatTime(instantMs: number, timeZone: string): string {
  return stampOf(instantMs, timeZone).slice(11);
}

/** "GMT+2": how far the zone's clock is from UTC at an instant. */
export function formatOffset(instantMs: number, timeZone: string): string {
  const parts = format(timeZone, 'offset', { timeZoneName: 'shortOffset' }).formatToParts(instantMs);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** Whether the clock shows this time twice, because it was or will be put back by an hour. */
export function isTwice(instantMs: number, timeZone: string): boolean {
  const time = formatTime(instantMs, timeZone);
  return [-hourMs, hourMs].some((shift) => formatTime(instantMs + shift, timeZone) === time);
}

/** "02:00", or "02:00 GMT+2" where the clock shows 02:00 twice. */
export function formatClock(instantMs: number, timeZone: string): string {
  const time = formatTime(instantMs, timeZone);
  return isTwice(instantMs, timeZone) ? `${time} ${formatOffset(instantMs, timeZone)}` : time;
}

/** "13:00–16:00"; the offset once where both ends have the same: "02:00–02:15 GMT+2". */
export function formatSpan(startMs: number, endMs: number, timeZone: string): string {
  if (isTwice(startMs, timeZone) && isTwice(endMs, timeZone)) {
    const offset = formatOffset(startMs, timeZone);
    const isSame = offset === formatOffset(endMs, timeZone);
    if (isSame) return `${formatTime(startMs, timeZone)}–${formatTime(endMs, timeZone)} ${offset}`;
  }
  return `${formatClock(startMs, timeZone)}–${formatClock(endMs, timeZone)}`;
}

/** "today", "tomorrow", "yesterday", or null for a day that has no such word. */
function wordOfDay(day: string, today: string): string | null {
  if (day === today) return timeTexts.today;
  if (day === addDays(today, 1)) return timeTexts.tomorrow;
  return day === addDays(today, -1) ? timeTexts.yesterday : null;
}

/** "today", "tomorrow", "yesterday", or "Sun, 26 Oct 2025". */
export const formatDay = (day: string, today: string): string => wordOfDay(day, today) ?? formatDate(day);

/** "today", "tomorrow", "yesterday", or "Sun 26" beside what tells the month. */
export const formatDayNear = (day: string, today: string): string =>
  wordOfDay(day, today) ?? formatDayShort(day);

/** "Sun, 26 Oct 2025" in the reader's order. */
export function formatDate(day: string): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  return format('UTC', 'date', options).format(Date.parse(`${day}T12:00:00Z`));
}

/** "Sun 26" in the reader's order. */
export function formatDayShort(day: string): string {
  return format('UTC', 'short', { weekday: 'short', day: 'numeric' }).format(Date.parse(`${day}T12:00:00Z`));
}

/** "13:00–16:00 today", "23:00 today – 02:00 tomorrow". */
export function formatSpanWithDay(startMs: number, endMs: number, timeZone: string, today: string): string {
  const first = dayOf(startMs, timeZone);
  // A span that ends at midnight ends on its day, not on the next.
  const last = dayOf(endMs - 1, timeZone);
  if (first === last) return `${formatSpan(startMs, endMs, timeZone)} ${formatDayNear(first, today)}`;
  const end = `${formatClock(endMs, timeZone)} ${formatDayNear(last, today)}`;
  return `${formatClock(startMs, timeZone)} ${formatDayNear(first, today)} – ${end}`;
}

/** The instant at which a zone's clock shows a time ("13:00") on a day. */
export function instantAt(day: string, time: string, timeZone: string): number {
  const guessMs = Date.parse(`${day}T${time}:00Z`);
  const shownMs = Date.parse(`${dayOf(guessMs, timeZone)}T${formatTime(guessMs, timeZone)}:00Z`);
  return guessMs - (shownMs - guessMs);
}

/** Hour and minute of the zone's clock at an instant. */
export function wallClock(instantMs: number, timeZone: string): { hour: number; minute: number } {
  const [hour, minute] = formatTime(instantMs, timeZone).split(':').map(Number);
  return { hour: hour ?? 0, minute: minute ?? 0 };
}

/** "just now", "4 min ago", "2 h ago". */
export function formatAge(instantMs: number, nowMs: number): string {
  const minutes = Math.max(0, Math.round((nowMs - instantMs) / 60_000));
  if (minutes < 1) return timeTexts.justNow;
  if (minutes < 90) return timeTexts.minutesAgo(minutes);
  const hours = Math.round(minutes / 60);
  return hours < 48 ? timeTexts.hoursAgo(hours) : timeTexts.daysAgo(Math.round(hours / 24));
}
