import { onPriceChange } from '../cache/price-changes.ts';
import { readFeedChecks } from '../db/feed-checks.ts';
import { isDatabaseUnavailable } from '../db/unavailable.ts';
import type { Context } from './context.ts';

/**
 * Drops ready answers when another process wrote prices: at once while Redis passes it on, else within the interval
 * by looking at the checks in the database.
 *
 * @returns what ends it
 */
export function followChanges(context: Context, intervalMs = 5_000): () => void {
  const { pool, shared, ready, log } = context;
  let checks: Map<string, string> | null = null;
  onPriceChange(shared, (zone) => (zone === null ? ready.dropAll() : ready.dropZone(zone)));

  const look = async (): Promise<void> => {
    // What happens while messages arrive is not looked at; so the first look after them knows nothing to compare.
    if (shared.isSubscribed()) {
      checks = null;
      return;
    }
    const before = checks;
    checks = new Map(
      (await readFeedChecks(pool)).map(({ zone, ...check }) => [zone, JSON.stringify(check)] as const),
    );
    if (!before) return ready.dropAll();
    for (const [zone, check] of checks) if (before.get(zone) !== check) ready.dropZone(zone);
  };
  const timer = setInterval(() => {
    look().catch((error) => {
      if (!isDatabaseUnavailable(error)) log.warn({ err: error }, 'changes of prices were not looked for');
    });
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
