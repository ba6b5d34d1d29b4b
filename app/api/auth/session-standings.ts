import type { Pool } from 'pg';
import type { Cache } from '../../cache/cache.ts';
import { readStanding, type SessionStanding } from '../../db/sessions.ts';
import { isDatabaseUnavailable } from '../../db/unavailable.ts';

/** How long Redis answers for a session without PostgreSQL being asked again, in seconds. */
const rememberSeconds = 30;
/** Ended sessions are told apart for as long as their access tokens might live, in seconds. */
const endedSeconds = 660;
/** How long this process may answer reads for a session by itself while nothing else answers, in milliseconds. */
const aloneMs = 60_000;
/** Sessions this process remembers; beyond it the oldest go. */
const mostRemembered = 10_000;

const ended = 'ended';
const sessionKey = (id: string): string => `eo:session:${id}`;

/**
 * Whether sessions still count, asked on every request that carries an access token. PostgreSQL knows; Redis remembers
 * it for all processes, so that a busy session costs no query. A session that ends is told to Redis at once, so it
 * ends everywhere at once. Losing what Redis holds only means asking PostgreSQL again: nothing is let in by it.
 *
 * - Redis away: PostgreSQL is asked each time. What ended meanwhile may be remembered as living by Redis for up to
 *   30 s after it is back.
 * - Both away: what only reads is let in for sessions that this process saw living within the last 60 s and heard
 *   nothing bad of; everything else gets a 503 from whoever asked.
 */
export class SessionStandings {
  readonly #seen = new Map<string, { standing: SessionStanding; atMs: number }>();
  constructor(private readonly on: { pool: Pool; shared: Cache; now: () => number }) {}

  /**
   * @param readsOnly whether the request changes nothing and needs no special role
   * @returns null when the session has ended
   * @throws what the database throws, when nothing else can answer
   */
  async of(sessionId: string, readsOnly: boolean): Promise<SessionStanding | null> {
    const remembered = await this.on.shared.get(sessionKey(sessionId));
    if (remembered === ended) return this.#forget(sessionId);
    if (remembered !== null) return this.#see(sessionId, JSON.parse(remembered));
    try {
      const standing = await readStanding(this.on.pool, sessionId);
      if (!standing) return this.#forget(sessionId);
      // Only if nobody said meanwhile that it ended.
      await this.on.shared.add(sessionKey(sessionId), JSON.stringify(standing), rememberSeconds);
      return this.#see(sessionId, standing);
    } catch (error) {
      const seen = this.#seen.get(sessionId);
      const isRecent = seen && this.on.now() - seen.atMs < aloneMs;
      if (isDatabaseUnavailable(error) && readsOnly && isRecent) return seen.standing;
      throw error;
    }
  }

  /** To be called after sessions were ended or changed in PostgreSQL. Never fails. */
  async end(sessionIds: readonly string[]): Promise<void> {
    for (const id of sessionIds) this.#seen.delete(id);
    await Promise.all(sessionIds.map((id) => this.on.shared.set(sessionKey(id), ended, endedSeconds)));
  }

  /** To be called after the role of an account was changed: its sessions are looked up again. Never fails. */
  async renew(sessionIds: readonly string[]): Promise<void> {
    for (const id of sessionIds) this.#seen.delete(id);
    await Promise.all(sessionIds.map((id) => this.on.shared.delete(sessionKey(id))));
  }

  /** To be called when the clock was set: how long ago something was seen is no longer known. */
  forgetAll(): void {
    this.#seen.clear();
  }

  #see(sessionId: string, standing: SessionStanding): SessionStanding {
    this.#seen.delete(sessionId);
    this.#seen.set(sessionId, { standing, atMs: this.on.now() });
    for (const oldest of this.#seen.keys()) {
      if (this.#seen.size <= mostRemembered) break;
      this.#seen.delete(oldest);
    }
    return standing;
  }

  #forget(sessionId: string): null {
    this.#seen.delete(sessionId);
    return null;
  }
}
