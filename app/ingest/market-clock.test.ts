import { describe, expect, it } from 'vitest';
import { zoneNamed } from '../domain/testing.ts';
import { isPublishing, lastPublishedDay, nextPublicationMs } from './market-clock.ts';

const rows: [what: string, zone: string, now: string, day: string][] = [
  ['before the auction', 'SE3', '2026-01-15T11:44:59Z', '2026-01-15'],
  ['after the auction', 'SE3', '2026-01-15T11:45:00Z', '2026-01-16'],
  ['in summer the auction is an hour earlier in UTC', 'SE3', '2026-07-15T10:45:00Z', '2026-07-16'],
  [
    'the market day has begun while it is still yesterday in UTC',
    'SE3',
    '2026-07-14T22:30:00Z',
    '2026-07-15',
  ],
  ['GB before its own publication', 'GB-C', '2026-01-15T15:59:59Z', '2026-01-15'],
  ['GB after it', 'GB-C', '2026-01-15T16:00:00Z', '2026-01-16'],
];
it.each(rows)('%s (%s at %s)', (_what, zone, now, day) => {
  expect(lastPublishedDay(zoneNamed(zone), Date.parse(now))).toBe(day);
});

const windows: [zone: string, now: string, expected: boolean][] = [
  ['SE3', '2026-01-15T11:44:59Z', false],
  ['SE3', '2026-01-15T11:45:00Z', true],
  ['SE3', '2026-01-15T13:59:59Z', true],
  ['SE3', '2026-01-15T14:00:00Z', false],
  ['SE3', '2026-07-15T10:45:00Z', true],
  ['SE3', '2026-07-15T13:00:00Z', false],
  ['GB-C', '2026-01-15T12:00:00Z', false],
  ['GB-C', '2026-01-15T18:00:00Z', true],
  ['GB-C', '2026-07-15T18:00:00Z', false],
];
it.each(windows)('%s publishes at %s: %s', (zone, now, expected) => {
  expect(isPublishing(zoneNamed(zone), Date.parse(now))).toBe(expected);
});

describe('nextPublicationMs', () => {
  const rows: [what: string, zone: string, lastDay: string, now: string, next: string][] = [
    ['today, before noon', 'SE3', '2026-01-15', '2026-01-15T08:00:00Z', '2026-01-15T11:45:00Z'],
    ['soon, when tomorrow is late', 'SE3', '2026-01-15', '2026-01-15T12:00:00Z', '2026-01-15T12:10:00Z'],
    ['tomorrow, when all is there', 'SE3', '2026-01-16', '2026-01-15T12:00:00Z', '2026-01-16T11:45:00Z'],
    [
      'the day after, when tomorrow is known early',
      'SE3',
      '2026-01-16',
      '2026-01-15T08:00:00Z',
      '2026-01-16T11:45:00Z',
    ],
    ['at four in London', 'GB-A', '2026-01-15', '2026-01-15T08:00:00Z', '2026-01-15T16:00:00Z'],
    [
      'at the same time of the clock in summer',
      'SE3',
      '2026-03-29',
      '2026-03-28T12:00:00Z',
      '2026-03-29T10:45:00Z',
    ],
  ];
  it.each(rows)('is %s', (_what, zone, lastDay, now, next) => {
    const found = nextPublicationMs(zoneNamed(zone), lastDay, Date.parse(now));
    expect(new Date(found).toISOString()).toBe(next.replace('Z', '.000Z'));
  });
});
