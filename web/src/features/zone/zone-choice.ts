import type { Zone } from '@eo/app/contract/http.ts';

interface ZoneWishes {
  /** In the address. */
  asked: string | null;
  /** Chosen on an earlier visit. */
  remembered: string | null;
  /** Null while they are loading. */
  zones: readonly Zone[] | null;
  /** The API's advice to who has not chosen. */
  defaultZone: string | null;
}

/** Which zone is shown: the one asked for, else the one chosen before, else the API's, else the first. */
export interface ZoneChoice {
  /** Null while it is not known. */
  id: string | null;
  /** The zone's facts, once they are loaded. */
  zone: Zone | null;
  /** The zone in the address does not exist. */
  isUnknown: boolean;
}

/** Before the list is loaded a zone is taken at its word, so that its prices load at once. */
export function chooseZone({ asked, remembered, zones, defaultZone }: ZoneWishes): ZoneChoice {
  if (zones === null) return { id: asked ?? remembered, zone: null, isUnknown: false };
  const find = (id: string | null): Zone | undefined => zones.find((zone) => zone.id === id);
  const zone = asked ? find(asked) : (find(remembered) ?? find(defaultZone) ?? zones[0]);
  return { id: zone?.id ?? asked, zone: zone ?? null, isUnknown: asked !== null && !zone };
}

/** The zones in two groups as a picker shows them, each by name. */
export function groupZones(zones: readonly Zone[]): { label: 'bidding' | 'gb'; zones: Zone[] }[] {
  const byName = [...zones].sort((a, b) => a.name.localeCompare(b.name));
  return [
    { label: 'bidding' as const, zones: byName.filter(({ eic }) => eic !== null) },
    { label: 'gb' as const, zones: byName.filter(({ eic }) => eic === null) },
  ].filter((group) => group.zones.length > 0);
}

const storageKey = 'zone';

/** The zone chosen on an earlier visit. A browser that keeps nothing is no error. */
export function rememberedZone(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

/** Keeps a choice for the next visit. */
export function rememberZone(id: string): void {
  try {
    localStorage.setItem(storageKey, id);
  } catch {
    // Storage is off or full: the address still has the zone.
  }
}
