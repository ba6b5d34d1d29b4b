/** A delivery that is to be made at a time, by one of the processes of the stack. */
export interface QueuedDelivery {
  id: string;
  /** Attempts before this one: the same one is queued once, however often it is added. */
  attempts: number;
  /** Unix milliseconds. */
  dueAtMs: number;
}

/**
 * Hands deliveries to whoever has the time, when they are due. It is quick, not safe: what is lost here stands in the
 * database still, and is added again.
 */
export interface DeliveryQueue {
  add(delivery: QueuedDelivery): Promise<void>;
  /** Waits for the deliveries that this process has begun. */
  close(): Promise<void>;
}

export type Handler = (id: string) => Promise<unknown>;

/** Deliveries that a process makes at once. */
export const concurrency = 8;

/** Names an attempt: the same one is queued once. */
export const keyOf = ({ id, attempts }: Pick<QueuedDelivery, 'id' | 'attempts'>): string =>
  `${id}.${attempts}`;
