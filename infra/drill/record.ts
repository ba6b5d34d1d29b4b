import type { Receiver } from './receiver.ts';
import type { Watch } from './watch.ts';

/** What happened to an alert since its cause began; Unix milliseconds. */
export interface Observed {
  pendingAtMs?: number;
  firingAtMs?: number;
  deliveredAtMs?: number;
  /** The alerts that kept it from being delivered at some moment. */
  heldBackBy: Set<string>;
  resolvedAtMs?: number;
  toldResolvedAtMs?: number;
}

interface PrometheusAlert {
  state: 'pending' | 'firing';
  labels: Record<string, string>;
}

interface AlertmanagerAlert {
  fingerprint: string;
  labels: Record<string, string>;
  status: { inhibitedBy: string[] };
}

/** Follows alerts on Prometheus, Alertmanager and at the receiver, by asking again and again. */
export class Recorder {
  readonly #followed = new Map<string, { observed: Observed; sinceMs: number; firing: boolean }>();
  readonly #timer: NodeJS.Timeout;
  #asking = false;

  constructor(
    readonly watch: Watch,
    readonly receiver: Receiver,
  ) {
    this.#timer = setInterval(() => void this.#ask(), 250);
  }

  /** Begins anew for these alerts. */
  follow(alerts: readonly string[]): void {
    const sinceMs = Date.now();
    for (const alert of alerts)
      this.#followed.set(alert, { observed: { heldBackBy: new Set() }, sinceMs, firing: false });
  }

  of(alert: string): Observed {
    return this.#followed.get(alert)?.observed ?? { heldBackBy: new Set() };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const [active, managed] = await Promise.all([
        read<{ data: { alerts: PrometheusAlert[] } }>(`${this.watch.prometheusUrl}/api/v1/alerts`),
        read<AlertmanagerAlert[]>(`${this.watch.alertmanagerUrl}/api/v2/alerts`),
      ]);
      // Nobody answers while a drill has stopped one of them: nothing is known then.
      if (active) this.#seeActive(active.data.alerts);
      if (managed) this.#seeManaged(managed);
      this.#seeTold();
    } finally {
      this.#asking = false;
    }
  }

  #seeActive(active: readonly PrometheusAlert[]): void {
    const now = Date.now();
    for (const [name, entry] of this.#followed) {
      const states = active.filter(({ labels }) => labels.alertname === name).map(({ state }) => state);
      const { observed } = entry;
      entry.firing = states.includes('firing');
      if (states.length > 0) observed.pendingAtMs ??= now;
      if (entry.firing) {
        observed.firingAtMs ??= now;
        delete observed.resolvedAtMs;
      } else if (observed.firingAtMs) observed.resolvedAtMs ??= now;
    }
  }

  #seeManaged(managed: readonly AlertmanagerAlert[]): void {
    const names = new Map(managed.map(({ fingerprint, labels }) => [fingerprint, labels.alertname]));
    for (const { labels, status } of managed) {
      const entry = this.#followed.get(labels.alertname ?? '');
      if (!entry?.firing) continue;
      for (const by of status.inhibitedBy) entry.observed.heldBackBy.add(names.get(by) ?? 'another');
    }
  }

  #seeTold(): void {
    for (const { alert, status, atMs } of this.receiver.told) {
      const entry = this.#followed.get(alert);
      if (!entry || atMs < entry.sinceMs) continue;
      const { observed } = entry;
      if (status === 'firing') observed.deliveredAtMs ??= atMs;
      else if (observed.deliveredAtMs) observed.toldResolvedAtMs = atMs;
    }
  }
}

async function read<T>(url: string): Promise<T | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return answer.ok ? ((await answer.json()) as T) : null;
  } catch {
    return null;
  }
}
