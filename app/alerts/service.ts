import type { AlertsResponse } from '../contract/alerts.ts';
import type { Zone } from '../contract/http.ts';
import { tryAdvisoryLock } from '../db/advisory-lock.ts';
import { forgetDeliveries, giveUpLate, readDue } from '../db/alert-deliveries.ts';
import { zonesOfAlerts } from '../db/price-alerts.ts';
import { inTransaction } from '../db/transaction.ts';
import { findZone } from '../domain/zones.ts';
import { type ChannelSettings, type Channels, createChannels } from './channels/index.ts';
import { type Attempt, deliver } from './deliver.ts';
import { planZone } from './plan.ts';
import { type DeliveryQueue, openQueue } from './queue/index.ts';

export interface PriceAlertSettings extends ChannelSettings {
  /** Sees to it that the prices of a zone are looked for. */
  keepFresh: (zone: Zone) => Promise<void>;
  /** Of the queue; undefined for one inside this process. */
  redisUrl: string | undefined;
  onAttempt: (attempt: Attempt) => void;
  /** Hears what was not done; it is done later. */
  onError: (error: Error) => void;
}

/** Messages that one turn hands to the queue: about as many as a process sends until the next one. */
const mostAtOnce = 10_000;
/** What was sent or given up is shown this long. */
const keepDays = 30;
/** What is being sent when the process ends may take so long, in milliseconds. */
const graceMs = 5_000;

/** Plans the messages of price alerts and sends them when they are due. */
export class PriceAlerts {
  /** Opened when it is first needed. */
  #queue: Promise<DeliveryQueue> | null = null;
  readonly #channels: Channels;
  readonly #stop = new AbortController();
  #closed: Promise<void> | null = null;

  /** @throws Error when the push key is malformed */
  constructor(readonly settings: PriceAlertSettings) {
    this.#channels = createChannels(settings);
  }

  /**
   * One turn, in one process at a time: plans what is not planned with the prices of now, and queues what is due
   * until the next turn.
   *
   * @param pauseMs until the next turn
   */
  async turn(pauseMs: number): Promise<void> {
    const { pool, now, keepFresh } = this.settings;
    await this.#openQueue();
    await inTransaction(pool, async (client) => {
      if (!(await tryAdvisoryLock(client, 'price-alerts'))) return;
      await giveUpLate(pool, now());
      await forgetDeliveries(pool, keepDays);
      for (const id of await zonesOfAlerts(pool)) {
        const zone = findZone(id);
        if (!zone) continue;
        await keepFresh(zone);
        await planZone(pool, zone, now());
      }
      await this.#queueDue(now() + pauseMs);
    });
  }

  /** Plans the alerts of a zone that are new or were changed, and queues what is due already. */
  async plan(zone: Zone): Promise<void> {
    const { pool, now, keepFresh } = this.settings;
    await keepFresh(zone);
    await planZone(pool, zone, now());
    await this.#queueDue(now());
  }

  /** To be told of messages that were stored to be sent at once. */
  async sendNow(ids: readonly string[]): Promise<void> {
    const dueAtMs = this.settings.now();
    const queue = await this.#openQueue();
    for (const id of ids) await queue.add({ id, attempts: 0, dueAtMs });
  }

  /** What this stack can deliver by. */
  get available(): AlertsResponse['channels'] {
    const { email, push } = this.#channels;
    return {
      email: email !== undefined,
      push: push?.publicKey ?? null,
      webhook: this.settings.privateWebhooks ? 'any' : 'public',
    };
  }

  async close(): Promise<void> {
    this.#closed ??= this.#end();
    await this.#closed;
  }

  async #end(): Promise<void> {
    const abort = setTimeout(() => this.#stop.abort(new Error('The API stops.')), graceMs);
    await (await this.#queue)?.close();
    clearTimeout(abort);
  }

  /** From then on this process takes part in the deliveries of the stack. */
  #openQueue(): Promise<DeliveryQueue> {
    const { redisUrl, onError } = this.settings;
    this.#queue ??= openQueue(redisUrl, (id) => this.#deliver(id), onError);
    return this.#queue;
  }

  async #queueDue(beforeMs: number): Promise<void> {
    const queue = await this.#openQueue();
    for (const due of await readDue(this.settings.pool, beforeMs, mostAtOnce)) await queue.add(due);
  }

  async #deliver(id: string): Promise<void> {
    const { pool, now, onAttempt, onError } = this.settings;
    try {
      const attempt = await deliver({ pool, now, channels: this.#channels }, id, this.#stop.signal);
      if (attempt) onAttempt(attempt);
    } catch (error) {
      // The database is away: the message stands there still, and is found by a later turn.
      onError(error as Error);
    }
  }
}
