import { describe, expect, it } from 'vitest';
import { type PlanQuery, planPath, readPlanQuery } from './paths.ts';

describe('the address of a plan', () => {
  const queries: [path: string, query: PlanQuery][] = [
    ['/plan', { zone: null, device: null, amount: null, by: '07:00', quiet: false, startedMs: null }],
    [
      '/plan?zone=SE3&device=car&amount=40',
      { zone: 'SE3', device: 'car', amount: 40, by: '07:00', quiet: false, startedMs: null },
    ],
    [
      '/plan?zone=FI&by=any',
      { zone: 'FI', device: null, amount: null, by: null, quiet: false, startedMs: null },
    ],
    [
      '/plan?device=washer&quiet=night',
      { zone: null, device: 'washer', amount: null, by: '07:00', quiet: true, startedMs: null },
    ],
    [
      '/plan?by=18%3A30',
      { zone: null, device: null, amount: null, by: '18:30', quiet: false, startedMs: null },
    ],
    [
      '/plan?device=dryer&started=2026-11-30T03%3A40',
      {
        zone: null,
        device: 'dryer',
        amount: null,
        by: '07:00',
        quiet: false,
        startedMs: Date.parse('2026-11-30T03:40:00Z'),
      },
    ],
  ];
  it.each(queries)('%s is written and read', (path, query) => {
    expect(planPath(query)).toBe(path);
    expect(readPlanQuery(Object.fromEntries(new URL(path, 'http://x').searchParams))).toEqual(query);
  });

  it.each([
    { amount: '-4' },
    { amount: 'NaN' },
    { amount: '1e9' },
    { by: '25:00' },
    { by: '<script>' },
    { by: '' },
    { started: 'yesterday' },
    { started: '2026-13-41T03:40' },
  ])('takes what makes no sense for nothing: %o', (parameters) => {
    expect(readPlanQuery(parameters)).toEqual({
      zone: null,
      device: null,
      amount: null,
      by: '07:00',
      quiet: false,
      startedMs: null,
    });
  });
});
