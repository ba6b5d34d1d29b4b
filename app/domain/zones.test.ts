import Value from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { ZonesResponse } from '../contract/http.ts';
import { marketDayBounds } from './market-day.ts';
import { intervalsOfDay } from './price-day.ts';
import { findZone, zones } from './zones.ts';

describe('zones', () => {
  test('are what the contract says, 44 bidding zones and 14 British regions', () => {
    expect(Value.Check(ZonesResponse, { zones })).toBe(true);
    expect(zones.filter((zone) => zone.eic !== null)).toHaveLength(44);
    expect(zones.filter((zone) => zone.id.startsWith('GB-')).map((zone) => zone.id.at(-1))).toEqual([
      ...'ABCDEFGHJKLMNP',
    ]);
  });

  test('have ids and EIC codes of their own', () => {
    expect(new Set(zones.map((zone) => zone.id)).size).toBe(zones.length);
    const codes = zones.flatMap((zone) => zone.eic ?? []);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^10Y[0-9A-Z-]{13}$/);
  });

  test.each(zones)('$id has time zones that exist and a whole number of intervals every day', (zone) => {
    expect(() => marketDayBounds('2026-03-29', zone.displayTimeZone)).not.toThrow();
    for (const day of ['2026-01-01', '2026-03-29', '2026-10-25']) {
      expect(Number.isInteger(intervalsOfDay(zone, day, zone.resolutionMinutes))).toBe(true);
    }
  });

  test('are found by their exact id only', () => {
    expect(findZone('SE3')).toMatchObject({ name: 'Sweden 3 (Stockholm)', resolutionMinutes: 15 });
    expect(findZone('GB-C')).toMatchObject({ name: 'Great Britain: London', currency: 'GBP', eic: null });
    expect(findZone('IE-SEM')?.resolutionMinutes).toBe(30);
    for (const id of ['se3', 'SE3 ', 'GB-I', 'GB-O', '', '__proto__', 'constructor']) {
      expect(findZone(id)).toBeUndefined();
    }
  });
});
