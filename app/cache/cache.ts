import type { Limiter } from './limiter.ts';

/** Hears what other processes publish. */
export interface Subscriber {
  onMessage(message: string): void;
  /** Messages may have been lost, because the connection was. */
  onGap(): void;
}

/**
 * A store for what can be made again, shared by the processes of a stack, and a way to tell them of changes.
 *
 * Nothing here throws or waits long: where the store is away, `get` finds nothing, `set` and `publish` do nothing.
 */
export interface Cache {
  readonly kind: 'redis' | 'in-process';
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
  /** Sets what is not set yet; leaves alone what is. */
  add(key: string, value: string, ttlSeconds: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** @param name what is counted; each name counts by itself */
  limiter(name: string, points: number, seconds: number): Limiter;
  publish(channel: string, message: string): Promise<void>;
  subscribe(channel: string, subscriber: Subscriber): void;
  /** Whether messages of other processes arrive at the moment. */
  isSubscribed(): boolean;
  /** Whether the store answers. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}
