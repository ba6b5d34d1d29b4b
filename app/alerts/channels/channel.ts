import type { ClaimedDelivery } from '../../db/alert-deliveries.ts';

/** A way by which messages reach a household. */
export interface Channel {
  /** @throws DeliveryError when the message did not go out */
  send(delivery: ClaimedDelivery, signal: AbortSignal): Promise<void>;
}
