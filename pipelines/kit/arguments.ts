import type { Zone } from '@eo/app/contract/http.ts';
import { isDay } from '@eo/app/domain/market-day.ts';
import { findZone, zones } from '@eo/app/domain/zones.ts';
import { InvalidArgumentError } from 'commander';
import { UsageError } from './options.ts';

/** Parses the argument of an option that is a market day. */
export function day(text: string): string {
  if (isDay(text)) return text;
  throw new InvalidArgumentError(`"${text}" is not a day. Write it like 2026-01-31.`);
}

/**
 * @param ids separated by commas
 * @throws UsageError naming a zone that there is not
 */
export function zonesNamed(ids: string): Zone[] {
  return ids.split(',').map((id) => {
    const zone = findZone(id.trim());
    if (zone) return zone;
    throw new UsageError(`There is no zone ${id}. Known: ${zones.map((known) => known.id).join(', ')}`);
  });
}
