import type { Cache } from './cache.ts';

/**
 * How processes tell each other that prices of a zone were written. Keys of cached prices carry the version of
 * their zone, so that a change makes all of them unreachable at once; who misses the message sees the new version
 * with the next look into the cache.
 */
const channel = 'eo:zone-changed';
const versionTtlSeconds = 86_400;

/** To be called after the write was committed. Never fails; without Redis other processes find out by age. */
export async function announceZoneChange(cache: Cache, zone: string): Promise<void> {
  await cache.set(versionKey(zone), String(Date.now()), versionTtlSeconds);
  await cache.publish(channel, zone);
}

/** The version that keys of this zone carry at the moment. */
export async function zoneVersion(cache: Cache, zone: string): Promise<string> {
  return (await cache.get(versionKey(zone))) ?? '0';
}

/** @param onChange hears the zone, or null when any may have changed unheard */
export function onZoneChange(cache: Cache, onChange: (zone: string | null) => void): void {
  cache.subscribe(channel, { onMessage: onChange, onGap: () => onChange(null) });
}

function versionKey(zone: string): string {
  return `eo:version:${zone}`;
}
