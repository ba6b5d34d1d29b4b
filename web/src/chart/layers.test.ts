import { describe, expect, it } from 'vitest';
import { reachOf, stackOf } from './layers.ts';

describe('stackOf', () => {
  it('puts what costs one on top of the other', () => {
    expect(stackOf({ energy: 40, grid: 60, tax: 20, vat: 30 })).toEqual([
      { layer: 'energy', from: 0, to: 40 },
      { layer: 'grid', from: 40, to: 100 },
      { layer: 'tax', from: 100, to: 120 },
      { layer: 'vat', from: 120, to: 150 },
    ]);
  });

  it('hangs what is paid back below zero, and starts the rest at zero', () => {
    expect(stackOf({ energy: -50, grid: 60, tax: 20, vat: -5 }).map(({ from, to }) => [from, to])).toEqual([
      [0, -50],
      [0, 60],
      [60, 80],
      [-50, -55],
    ]);
  });
});

describe('reachOf', () => {
  const slot = { startMs: 0, endMs: 1, kind: 'published' as const, p10: null, p90: null, layers: null };

  it('is from zero to the highest price, or to the end of a band', () => {
    const banded = { ...slot, price: 10, p10: -4, p90: 90 };
    expect(reachOf([{ ...slot, price: 70 }, banded])).toEqual({ lowest: -4, highest: 90 });
  });

  it('holds a stack that is higher than its sum', () => {
    const layers = { energy: -50, grid: 60, tax: 20, vat: 0 };
    expect(reachOf([{ ...slot, price: 30, layers }])).toEqual({ lowest: -50, highest: 80 });
  });
});
