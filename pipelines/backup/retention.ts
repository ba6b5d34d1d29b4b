/**
 * How many backups are kept: the newest of each of the last days, weeks and months that have one, and the last ones
 * whenever they were taken, as a person takes several in a day before doing something dangerous.
 */
export const kept = { last: 7, days: 7, weeks: 5, months: 12 } as const;

/** An instant as the id of a backup: it sorts by time and is a name for a folder everywhere. */
export const idAt = (ms: number): string => new Date(ms).toISOString().replace(/[:.]/g, '-');

const instantOf = (id: string): Date =>
  new Date(id.replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/, 'T$1:$2:$3.$4Z'));

/** The ids that may go, of all that there are. */
export function expired(ids: readonly string[]): string[] {
  const newestFirst = [...ids].sort().reverse();
  const keep = new Set([
    ...newestFirst.slice(0, kept.last),
    ...newestOfEach(newestFirst, (id) => id.slice(0, 10), kept.days),
    ...newestOfEach(newestFirst, weekOf, kept.weeks),
    ...newestOfEach(newestFirst, (id) => id.slice(0, 7), kept.months),
  ]);
  return ids.filter((id) => !keep.has(id));
}

function newestOfEach(
  newestFirst: readonly string[],
  periodOf: (id: string) => string,
  count: number,
): string[] {
  const found = new Map<string, string>();
  for (const id of newestFirst) if (!found.has(periodOf(id))) found.set(periodOf(id), id);
  return [...found.values()].slice(0, count);
}

/** Weeks begin on Monday; the day it began on. */
function weekOf(id: string): string {
  const day = instantOf(id);
  const monday = (day.getUTCDay() + 6) % 7;
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() - monday))
    .toISOString()
    .slice(0, 10);
}
