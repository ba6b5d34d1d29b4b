import type { Zone } from '../contract/http.ts';
import { readFeedChecks } from '../db/feed-checks.ts';
import { isDatabaseUnavailable } from '../db/unavailable.ts';
import { markHistoryLoaded, watchZone } from '../db/watched-zones.ts';
import { addDays } from '../domain/market-day.ts';
import { loadHistory } from '../ingest/load-history.ts';
import { lastPublishedDay } from '../ingest/market-clock.ts';
import type { Log } from './context.ts';
import { checkZone, forgetAnswers, type SyncContext } from './zone-sync.ts';

/** How often a process notes that a zone is still asked for. */
const noteEveryMs = 10 * 60_000;
/** The first request of a zone waits this long for a feed. */
const firstFetchMs = 5_000;
/** Days the first request brings: enough for charts and a first forecast. */
const firstDays = 60;
/** Days that are loaded behind it: a year, its lags, and the days that a forecast's band looks back on. */
const historyDays = 430;
const retryMs = { first: 30_000, longest: 30 * 60_000 };

interface Note {
  nextMs: number;
  failures: number;
}

/** Sees to it that a zone that somebody asks for is kept fresh, and has a past. */
export class ZoneHistory {
  readonly #notes = new Map<string, Note>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #background = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(
    readonly context: SyncContext,
    readonly log: Log,
  ) {}

  /**
   * To be called by every request for a zone. The first one ever waits until the zone's latest days are there, or the
   * feed has taken too long; it never fails.
   */
  async ensure(zone: Zone): Promise<void> {
    const { nextMs = 0 } = this.#notes.get(zone.id) ?? {};
    if (nextMs > this.context.now()) return;
    const running =
      this.#running.get(zone.id) ?? this.#note(zone).finally(() => this.#running.delete(zone.id));
    this.#running.set(zone.id, running);
    await running;
  }

  /** To be called when the clock was set: whatever waits for a time of the old one is due. */
  forgetTimes(): void {
    this.#notes.clear();
  }

  /** Gives up on whatever is being loaded. */
  async close(): Promise<void> {
    this.#stop.abort(new Error('The API stops.'));
    await Promise.allSettled([...this.#running.values(), ...this.#background]);
  }

  async #note(zone: Zone): Promise<void> {
    const { pool, now } = this.context;
    try {
      const hasHistory = await watchZone(pool, zone.id);
      this.#notes.set(zone.id, { nextMs: now() + noteEveryMs, failures: this.#failures(zone) });
      if (hasHistory) return;
      const [check] = await readFeedChecks(pool, zone.id);
      if (!check) await this.#loadFirst(zone);
      const loading = this.#loadRest(zone).finally(() => this.#background.delete(loading));
      this.#background.add(loading);
    } catch (error) {
      // Without a database the answer fails by itself, or comes out of memory.
      if (!isDatabaseUnavailable(error)) this.log.warn({ err: error, zone: zone.id }, 'a zone was not noted');
      this.#notes.set(zone.id, { nextMs: now() + 2_000, failures: this.#failures(zone) });
    }
  }

  async #loadFirst(zone: Zone): Promise<void> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(firstFetchMs)]);
    await checkZone(this.context, zone, firstDays, signal);
  }

  /** Behind the back of the request. */
  async #loadRest(zone: Zone): Promise<void> {
    const { pool, feeds, now } = this.context;
    try {
      const lastDay = lastPublishedDay(zone, now());
      const firstDay = addDays(lastDay, -historyDays);
      const written = await loadHistory({ pool, feeds, zone, firstDay, lastDay, signal: this.#stop.signal });
      await markHistoryLoaded(pool, zone.id);
      await forgetAnswers(this.context, zone, written > 0);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.log.info({ zone: zone.id, reason }, 'the history of a zone was not loaded yet');
      this.#later(zone);
    }
  }

  #later(zone: Zone): void {
    const failures = this.#failures(zone) + 1;
    const pauseMs = Math.min(retryMs.longest, retryMs.first * 2 ** (failures - 1));
    this.#notes.set(zone.id, { nextMs: this.context.now() + pauseMs, failures });
  }

  #failures(zone: Zone): number {
    return this.#notes.get(zone.id)?.failures ?? 0;
  }
}
