import type { Pool } from 'pg';
import type { AlertChannel } from '../contract/alerts.ts';
import { type ClaimedDelivery, claimDelivery, endAttempt } from '../db/alert-deliveries.ts';
import type { Channel } from './channels/channel.ts';
import { DeliveryError } from './outbound.ts';

/** Waits after failed attempts, in seconds; after the last one the message is given up. */
export const retrySeconds: readonly number[] = [30, 120, 600, 1_800, 7_200];
/** Longer than any channel takes. */
const claimSeconds = 60;

/** How an attempt can end: sent, to be tried again, given up. */
export const attemptOutcomes = ['sent', 'retried', 'dead'] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

export interface DeliverySettings {
  pool: Pool;
  /** Those that the stack has. */
  channels: Partial<Record<AlertChannel, Channel>>;
  /** Unix milliseconds. */
  now: () => number;
}

/** What became of an attempt; `dueAtMs` of the next one when there is to be one. */
export interface Attempt {
  channel: AlertChannel;
  outcome: AttemptOutcome;
  attempts: number;
  dueAtMs: number;
}

/**
 * Sends a message, unless it is sent, gone or in the hands of another process.
 *
 * A process that dies while it sends leaves the message to the next one: a household may hear it twice, never not.
 *
 * @returns null when there was nothing to do
 */
export async function deliver(
  { pool, channels, now }: DeliverySettings,
  id: string,
  signal: AbortSignal,
): Promise<Attempt | null> {
  const delivery = await claimDelivery(pool, id, claimSeconds);
  if (!delivery) return null;
  const { channel, attempts } = delivery;
  const failure = await attempt(channels[channel], delivery, signal);
  const pause = failure && !failure.isFinal ? retrySeconds[attempts - 1] : undefined;
  const dueAtMs = now() + (pause ?? 0) * 1000;
  const outcome = failure === null ? 'sent' : pause === undefined ? 'dead' : 'retried';
  const state = outcome === 'retried' ? 'queued' : outcome;
  await endAttempt(pool, id, { state, dueAtMs, error: failure?.message ?? null });
  return { channel, outcome, attempts, dueAtMs };
}

async function attempt(
  channel: Channel | undefined,
  delivery: ClaimedDelivery,
  signal: AbortSignal,
): Promise<DeliveryError | null> {
  if (!channel) return new DeliveryError(`This stack sends nothing by ${delivery.channel}.`, true);
  try {
    await channel.send(delivery, signal);
    return null;
  } catch (error) {
    if (error instanceof DeliveryError) return error;
    return new DeliveryError('It could not be sent.', false);
  }
}
