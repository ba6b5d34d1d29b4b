import { Cron } from 'croner';

/**
 * Whether a job should have started between its last run and now. A job that never ran has missed its run.
 *
 * @param cron in UTC
 * @param lastStartMs Unix milliseconds of the last start, whatever came of it; null when there was none
 */
export function missedRun(cron: string, lastStartMs: number | null, nowMs: number): boolean {
  if (lastStartMs === null) return true;
  const next = new Cron(cron, { timezone: 'UTC' }).nextRun(new Date(lastStartMs));
  return next !== null && next.getTime() <= nowMs;
}
