import type { Zone } from '../contract/http.ts';
import { findZone } from '../domain/zones.ts';
import { ProblemError } from './problem.ts';

/**
 * @param path where the id stood in the request
 * @throws ProblemError when there is no such zone
 */
export function zoneOf(id: string, path: string): Zone {
  const zone = findZone(id);
  if (zone) return zone;
  const shown = JSON.stringify(id.slice(0, 40));
  throw new ProblemError('unknown-zone', `There is no zone ${shown}. GET /api/v1/zones lists them all.`, [
    { path, message: 'is not a known zone' },
  ]);
}
