import { Cron } from 'croner';

/** Clocks of schedulers and databases differ by so much, and timers fire early. */
const clockSkewMs = 30_000;

/**
 * Since when a run of a job counts as this turn's: its last time due, a little earlier for clocks that differ. A run
 * by hand within that little counts as well.
 *
 * @param cron in UTC
 */
export function turnOf(cron: string, nowMs: number): Date {
  const [due] = new Cron(cron, { timezone: 'UTC' }).previousRuns(1, new Date(nowMs + clockSkewMs));
  if (!due) throw new Error(`The schedule ${cron} was never due.`);
  return new Date(due.getTime() - clockSkewMs);
}
