import type { Zone } from '../contract/http.ts';
import type { BatchOrigin, PriceDay } from '../domain/price-day.ts';

/** Days of one zone and one origin, in the shape they are stored. */
export interface FeedBatch extends BatchOrigin {
  days: PriceDay[];
}

/** A source of day-ahead prices. One file each in this folder; listed in `registry.ts`. */
export interface PriceFeed {
  readonly name: string;
  /**
   * True for a feed that makes days up or plays recorded ones: it stands in for a market feed that is out of order,
   * never for a market that has not published yet.
   */
  readonly standIn: boolean;
  /**
   * Waits until the feed may be asked once more; left out by feeds that may always be asked.
   *
   * @throws FeedError `rate-limited` while the feed wants to be left alone, and the signal's reason
   */
  readonly turn?: (signal: AbortSignal) => Promise<void>;
  /** Whether the feed has this zone at all; no request is made to find out. */
  supports(zone: Zone): boolean;
  /**
   * The days that the feed can deliver for a bulk load, both ends included; null when only the feed's owner knows
   * (then the caller decides how far back to ask).
   */
  coverage(zone: Zone): Promise<{ firstDay: string; lastDay: string } | null>;
  /**
   * Market days from `firstDay` to `lastDay`, both included, as far as they exist. Days not yet published are left
   * out; a day with missing intervals carries `null` there. Days of different origin come in batches of their own.
   * No feed looks at the clock: a stand-in knows every day, so the caller asks no further than the market would.
   *
   * @throws FeedError when the feed does not answer, refuses, or answers something that is not prices
   */
  fetchDays(zone: Zone, firstDay: string, lastDay: string, signal: AbortSignal): Promise<FeedBatch[]>;
}

/** Why a feed did not deliver; decides whether another try makes sense. */
export type FeedErrorKind = 'unreachable' | 'timeout' | 'rate-limited' | 'refused' | 'nonsense' | 'no-data';

/** A failed fetch. The message names feed, zone and what came back, and never holds a token. */
export class FeedError extends Error {
  override name = 'FeedError';
  constructor(
    readonly feed: string,
    readonly kind: FeedErrorKind,
    message: string,
    /** Seconds the feed asked us to wait, from `Retry-After`; null when it did not say. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
  }
}
