import { readFeedChecks } from '../db/feed-checks.ts';
import type { Database } from '../db/pool.ts';
import { readWatchedZones } from '../db/watched-zones.ts';
import type { CheckState } from './refresh-schedule.ts';

/** A zone stays watched so many days after somebody looked at it. */
export const watchDays = 3;

/** The zones that are kept fresh, with their last checks: the watched ones and the default zone. */
export async function readFreshZones(db: Database, defaultZone: string): Promise<CheckState[]> {
  const watched = await readWatchedZones(db, watchDays);
  if (watched.some(({ zone }) => zone === defaultZone)) return watched;
  const [check] = await readFeedChecks(db, defaultZone);
  const never = { zone: defaultZone, checkedAtMs: null, failedAtMs: null, failures: 0 };
  return [check ?? never, ...watched];
}
