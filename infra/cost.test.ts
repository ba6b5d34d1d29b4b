import { describe, expect, it } from 'vitest';
import { environments } from './catalog/environments.ts';
import { componentCosts, costOf, estimateCost, requireBudget, scalingCosts } from './cost.ts';
import { readSettings } from './settings.ts';

const named = (name: string) => {
  const found = environments.find((environment) => environment.name === name);
  if (!found) throw new Error(`no environment ${name}`);
  return found;
};

describe('componentCosts', () => {
  it('are one text that a service can read, and none where nothing is bought', () => {
    expect(componentCosts(estimateCost(named('production'), 50))).toMatch(/^backend=\d+(\.\d+)?,frontend=0,/);
    expect(componentCosts(estimateCost(named('local'), 50))).toBeNull();
  });
});

describe('estimateCost', () => {
  it.each(['local', 'docker'])('is nothing on %s', (name) => {
    expect(estimateCost(named(name), 50)).toMatchObject({ components: [], total: 0, headroom: 50 });
  });

  it('of production lies in the range of the requirements, $15 to $45, with headroom', () => {
    const { total, headroom, components } = estimateCost(named('production'), 50);
    expect(total).toBeGreaterThanOrEqual(15);
    expect(total).toBeLessThanOrEqual(45);
    expect(headroom).toBe(50 - total);
    expect(components.reduce((sum, component) => sum + component.usdPerMonth, 0)).toBeCloseTo(total, 2);
  });

  it('grows by one plan for each backend replica', () => {
    const one = estimateCost(named('production'), 50).total;
    const three = estimateCost(named('production'), 50, { backendReplicas: 3 }).total;
    expect(three - one).toBe(14);
  });

  it('says by how much the budget is exceeded', () => {
    const estimate = estimateCost(named('production'), 50, { backendPlan: '1c-2g', backendReplicas: 2 });
    expect(estimate.headroom).toBe(50 - estimate.total);
    expect(estimate.headroom).toBeLessThan(0);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %s replicas by name', (backendReplicas) => {
    expect(() => estimateCost(named('production'), 50, { backendReplicas })).toThrow(/backend:replicas/);
  });

  it('buys the next plan for a database that outgrows the free one', () => {
    const of = (databaseGigabytes: number) =>
      estimateCost(named('production'), 50, { databaseGigabytes }).components.find(
        ({ name }) => name === 'postgres',
      );
    expect(of(0.5)).toMatchObject({ usdPerMonth: 0, note: expect.stringContaining('neon-free') });
    // 0.25 CU × 365 h × $0.106 and 1 GB × $0.35
    expect(of(1)).toMatchObject({ usdPerMonth: 10.02, note: expect.stringContaining('neon-launch') });
    expect(() => of(0)).toThrow(/database is 0 GB/);
  });

  it('answers each line of the scaling table of the requirements', () => {
    expect(scalingCosts(named('production'))).toEqual([
      { action: 'Add 1 backend replica', usdPerMonth: 7, expected: { from: 10, to: 15 } },
      { action: 'Double database size', usdPerMonth: 10.02, expected: { from: 5, to: 10 } },
      { action: 'Add monitoring retention', usdPerMonth: 0, expected: { from: 0, to: 0 } },
    ]);
  });
});

describe('the cost of a stack', () => {
  const settings = (config: Record<string, string> = {}, stack = 'production') =>
    readSettings(stack, 'electricity-optimizer', (namespace, key) => config[`${namespace}:${key}`]);

  it('follows its configuration', () => {
    const plain = settings();
    expect(costOf(plain).total).toBe(17);
    expect(costOf(settings({ 'cloud:domain': 'example.org', 'backend:replicas': '2' })).total).toBe(25);
    expect(costOf(settings({ 'redis:plan': '1g' })).total).toBe(27);
    expect(costOf(settings({}, 'local')).components).toEqual([]);
  });

  it('stops a stack that is over budget, with the sum and how to consent', () => {
    const over = { 'backend:plan': '1c-2g', 'backend:replicas': '2' };
    const check = (config: Record<string, string>) =>
      requireBudget(settings(config), costOf(settings(config)));
    expect(() => check({})).not.toThrow();
    expect(() => check(over)).toThrow(
      /\$60\.00 a month, \$10\.00 over its budget of \$50\.00.*backend \$50[\s\S]*allowOverBudget true/,
    );
    expect(() => check({ ...over, 'costs:allowOverBudget': 'true' })).not.toThrow();
    expect(() => check({ ...over, 'costs:budgetUsd': '60' })).not.toThrow();
  });
});
