import { setTimeout as sleep } from 'node:timers/promises';
import { metrics as names } from '@eo/app/contract/metrics.ts';
import { defaultBudgetUsd } from '../../catalog/prices.ts';
import type { Scene } from '../scene.ts';
import type { Cause } from './cause.ts';

const series = `${names.costEstimated}{component="drill"}`;
const play = ({ played }: Scene, usd: number): void => void played.set(series, usd);

/** A local stack buys nothing: the drill itself exports an estimate, as the API of a stack in the cloud would. */
const costs = (share: number, alert: string): Cause => ({
  title: `an estimate of ${share * 100} % of the budget`,
  alerts: [alert],
  start(scene) {
    play(scene, share * defaultBudgetUsd);
    return () => void scene.played.delete(series);
  },
});

/** The mean of a week, and a day before now, at the speed of the drill for what takes long. */
const usualMs = 40_000;

const jumps: Cause = {
  title: 'an estimate of 30 USD a month after 10 for as long as is looked back on',
  alerts: ['CostAnomaly'],
  async start(scene) {
    play(scene, 10);
    await sleep(usualMs);
    play(scene, 30);
    return () => void scene.played.delete(series);
  },
};

export const costCauses = {
  near: costs(0.9, 'CostNearBudget'),
  over: costs(1.2, 'CostOverBudget'),
  jumps,
} satisfies Record<string, Cause>;
