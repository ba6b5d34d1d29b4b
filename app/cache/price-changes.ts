import type { Cache } from './cache.ts';

/**
 * How processes tell each other that prices of a zone were written. A message is a hint: it may get lost, so who
 * listens must also find changes out by itself, only later.
 */
const channel = 'eo:prices-changed';

/** To be called after the write was committed. Never fails; without Redis other processes find out by age. */
export async function announcePriceChange(cache: Cache, zone: string): Promise<void> {
  await cache.publish(channel, zone);
}

/** @param onChange hears the zone, or null when any may have changed unheard */
export function onPriceChange(cache: Cache, onChange: (zone: string | null) => void): void {
  cache.subscribe(channel, { onMessage: onChange, onGap: () => onChange(null) });
}
