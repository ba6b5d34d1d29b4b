export interface Rates {
  perMinute: number;
  perSecondPerRoute: number;
}

/**
 * Neon's limits: 700 requests a minute for an account and bursts of 40 a second for a route (Neon's own rules for AI
 * tools). Windows are fixed; the answer says how long to wait.
 */
export class RateLimits {
  readonly #windows = new Map<string, { startedAt: number; count: number }>();
  constructor(private readonly limits: Rates = { perMinute: 700, perSecondPerRoute: 40 }) {}

  /** Seconds to wait; 0 when the request may pass. */
  take(routeKey: string): number {
    const { perMinute, perSecondPerRoute } = this.limits;
    return this.#take('account', 60_000, perMinute) || this.#take(routeKey, 1_000, perSecondPerRoute);
  }

  #take(key: string, lengthMs: number, limit: number): number {
    const at = Date.now();
    const window = this.#windows.get(key);
    if (!window || at - window.startedAt >= lengthMs) {
      this.#windows.set(key, { startedAt: at, count: 1 });
      return 0;
    }
    window.count += 1;
    return window.count > limit ? Math.ceil((window.startedAt + lengthMs - at) / 1000) : 0;
  }
}
