import type { Zone } from '../contract/http.ts';
import { type FeedBatch, FeedError, type PriceFeed } from './feed.ts';
import { invalidity } from './validate.ts';

/** What a failover brought: valid batches with at least one day, and why the feeds before it did not deliver. */
export interface Fetched {
  batches: FeedBatch[];
  failures: FeedError[];
}

/** Thrown when no feed delivered; holds the failure of each, in the order they were tried. */
export class AllFeedsFailedError extends Error {
  override name = 'AllFeedsFailedError';
  constructor(
    readonly zone: string,
    readonly failures: readonly FeedError[],
  ) {
    const reasons = failures.map((failure) => failure.message).join(' ');
    super(reasons || `No feed serves ${zone}; add one that does to FEEDS.`);
  }

  /** Seconds until another try makes sense, as far as a feed said so; the longest wins. */
  get retryAfterSeconds(): number | null {
    const waits = this.failures.flatMap(({ retryAfterSeconds }) => retryAfterSeconds ?? []);
    return waits.length > 0 ? Math.max(...waits) : null;
  }

  /** Whether the market has simply not published yet: every feed answered, none had the days. */
  get isNotPublished(): boolean {
    return this.failures.length > 0 && this.failures.every(({ kind }) => kind === 'no-data');
  }
}

/**
 * Days of one zone from the first feed that delivers valid ones.
 *
 * Each feed is tried once, within a bounded time; trying again with back-off is the caller's business, who knows
 * how urgent it is. A stand-in is passed over once a feed before it has answered that it has no such days: made-up
 * prices must not look published. Whoever stores the result must not let simulated days replace real ones, since
 * a stand-in also answers for days that a market feed delivered before it failed.
 *
 * @param feeds in order of preference
 * @param lastDay included
 * @param signal the caller giving up; its reason is thrown as it is
 * @throws AllFeedsFailedError when none delivers
 */
export async function fetchFirst(
  feeds: readonly PriceFeed[],
  zone: Zone,
  firstDay: string,
  lastDay: string,
  signal: AbortSignal,
  { timeoutMs = 10_000 }: { timeoutMs?: number } = {},
): Promise<Fetched> {
  const failures: FeedError[] = [];
  for (const feed of feeds.filter((candidate) => candidate.supports(zone))) {
    if (feed.standIn && failures.some(({ kind }) => kind === 'no-data')) continue;
    const outcome = await tryFeed(feed, zone, firstDay, lastDay, signal, timeoutMs);
    if (!(outcome instanceof FeedError)) return { batches: outcome, failures };
    failures.push(outcome);
  }
  throw new AllFeedsFailedError(zone.id, failures);
}

async function tryFeed(
  feed: PriceFeed,
  zone: Zone,
  firstDay: string,
  lastDay: string,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<FeedBatch[] | FeedError> {
  signal.throwIfAborted();
  try {
    await feed.turn?.(signal);
  } catch (error) {
    if (error instanceof FeedError) return error;
    throw error;
  }
  // The time for waiting for a turn is not the feed's.
  const deadline = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([signal, deadline]);
  try {
    const batches = await orAborted(feed.fetchDays(zone, firstDay, lastDay, either), either);
    return complaint(feed, batches, zone, firstDay, lastDay) ?? batches;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof FeedError) return error;
    if (deadline.aborted) {
      const message = `${feed.name} did not answer for ${zone.id} within ${timeoutMs} ms.`;
      return new FeedError(feed.name, 'timeout', message);
    }
    const reason = error instanceof Error ? error.message : String(error);
    return new FeedError(feed.name, 'nonsense', `${feed.name} failed for ${zone.id}: ${reason}`);
  }
}

function complaint(
  feed: PriceFeed,
  batches: FeedBatch[],
  zone: Zone,
  firstDay: string,
  lastDay: string,
): FeedError | null {
  if (batches.every((batch) => batch.days.length === 0)) {
    const message = `${feed.name} has no prices of ${zone.id} for ${firstDay} to ${lastDay}.`;
    return new FeedError(feed.name, 'no-data', message);
  }
  const reason = invalidity(batches, zone, firstDay, lastDay);
  if (!reason) return null;
  return new FeedError(
    feed.name,
    'nonsense',
    `${feed.name} answered for ${zone.id} with wrong prices: ${reason}.`,
  );
}

/** Ends with the signal even when the promise does not heed it. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
