import { describe, expect, it } from 'vitest';
import { environments } from './catalog/environments.ts';
import { estimateCost } from './cost.ts';

const named = (name: string) => {
  const found = environments.find((environment) => environment.name === name);
  if (!found) throw new Error(`no environment ${name}`);
  return found;
};

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
});
