import { tryAdvisoryLock } from '../db/advisory-lock.ts';
import { inTransaction } from '../db/transaction.ts';
import { findZone } from '../domain/zones.ts';
import type { SyncResult } from '../ingest/sync-zone.ts';
import type { Context } from './context.ts';
import { readFreshZones } from './fresh-zones.ts';
import { type CheckState, dueAtMs, sleepMs } from './refresh-schedule.ts';
import { checkZone } from './zone-sync.ts';

/** A check asks again for the days before, which markets sometimes correct. */
const daysBack = 2;
const zoneTimeoutMs = 20_000;

/** Checks zones now, one after the other; ids that are not zones are passed over. */
export async function refreshZones(
  context: Context,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<SyncResult[]> {
  const results: SyncResult[] = [];
  for (const id of ids) {
    const zone = findZone(id);
    if (!zone) continue;
    const timeout = AbortSignal.timeout(zoneTimeoutMs);
    results.push(
      await checkZone(context, zone, daysBack, signal ? AbortSignal.any([signal, timeout]) : timeout),
    );
  }
  return results;
}

/**
 * Keeps the watched zones and the default zone fresh, in one replica at a time: the others find the lock taken, or
 * later nothing due.
 */
export class Refresher {
  /** Until when a feed asked us to leave a zone alone, Unix milliseconds. */
  readonly #notBefore = new Map<string, number>();

  constructor(
    readonly context: Context,
    readonly intervalMs: number,
  ) {}

  /** To be called when the clock was set: whatever waits for a time of the old one is due. */
  forgetTimes(): void {
    this.#notBefore.clear();
  }

  /**
   * One turn: checks what is due.
   *
   * @param stop ends it before its time
   * @returns milliseconds until the next one
   */
  async turn(stop: AbortSignal): Promise<number> {
    const { pool, history, accuracy, defaultZone, now } = this.context;
    const first = findZone(defaultZone);
    if (first) await history.ensure(first);
    const lost = new AbortController();
    await inTransaction(
      pool,
      async (client) => {
        if (!(await tryAdvisoryLock(client, 'refresh'))) return;
        const due = (await readFreshZones(pool, defaultZone)).filter((zone) => this.#dueAtMs(zone) <= now());
        const signal = AbortSignal.any([stop, lost.signal]);
        for (const { zone } of due) this.#heed(await refreshZones(this.context, [zone], signal));
      },
      (error) => lost.abort(error),
    );
    const fresh = await readFreshZones(pool, defaultZone);
    await accuracy.measure(
      fresh.map(({ zone }) => zone),
      stop,
    );
    const dueTimes = fresh.map((zone) => this.#dueAtMs(zone));
    return sleepMs(dueTimes, now(), this.intervalMs);
  }

  #dueAtMs(zone: CheckState): number {
    return Math.max(dueAtMs(zone, this.intervalMs), this.#notBefore.get(zone.zone) ?? 0);
  }

  #heed(results: readonly SyncResult[]): void {
    for (const { zone, retryAfterSeconds = 0, outcome, detail } of results) {
      this.#notBefore.set(zone, this.context.now() + retryAfterSeconds * 1000);
      if (outcome === 'failed')
        this.context.log.warn({ zone, detail }, 'the feeds failed; stored prices stay');
    }
  }
}
