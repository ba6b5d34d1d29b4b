import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const quarterMs = 900_000;

/**
 * Writes a folder for the replay feed: a zone's prices from 2025 to a month ago in quarters of an hour, a plain daily
 * wave that is negative at night; so the days of now are replayed ones. Times are in UTC, which the feed reads as
 * well as local ones.
 */
export function writeRecordedDays(folder: string, zone: string, nowMs: number = Date.now()): string {
  mkdirSync(join(folder, zone), { recursive: true });
  const lastMs = nowMs - 30 * 86_400_000;
  for (let year = 2025; year <= new Date(lastMs).getUTCFullYear(); year += 1) {
    const lines = ['time_start,EUR_per_kWh'];
    // Market days begin an hour or two before the UTC day does.
    const start = Date.UTC(year, 0, 1) - 2 * 3_600_000;
    const end = Math.min(Date.UTC(year + 1, 0, 1) - 2 * 3_600_000, lastMs);
    for (let at = start; at < end; at += quarterMs) {
      const instant = new Date(at);
      const price = 0.04 - 0.05 * Math.cos((instant.getUTCHours() / 12) * Math.PI);
      lines.push(`${instant.toISOString().replace('.000Z', '+00:00')},${price.toFixed(5)}`);
    }
    writeFileSync(join(folder, zone, `${year}.csv`), lines.join('\n'));
  }
  return folder;
}
