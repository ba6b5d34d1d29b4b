import type { KeyValuePlan, NeonPlan, RenderPlan } from './types.ts';

/**
 * What the vendors charge, in USD a month. None of them has a price API, so this is a dated table; the date is
 * shown with every estimate.
 */
export const prices = {
  /** Day of the transcription of render.com/pricing; Neon's plans page is of 2026-03-20. */
  asOf: '2026-10-02',
  /** Per instance; multiplied by replicas. */
  renderService: { free: 0, '0.5c-512mb': 7, '1c-2g': 25, '2c-4g': 85, '4c-8g': 175 } satisfies Record<
    RenderPlan,
    number
  >,
  renderStaticSite: 0,
  renderKeyValue: { free: 0, '256mb': 10, '1g': 20, '5g': 100 } satisfies Record<KeyValuePlan, number>,
  /** By use, in USD per compute-unit hour and per GB and month; Free has a limit of storage instead. */
  neon: {
    'neon-free': { computeUnitHour: 0, gigabyte: 0, gigabytesIncluded: 0.5 },
    'neon-launch': { computeUnitHour: 0.106, gigabyte: 0.35, gigabytesIncluded: 0 },
  } satisfies Record<NeonPlan, object>,
  /** A domain of one's own, a year's price over twelve months; the certificate is free (Let's Encrypt). */
  domain: { own: 1, none: 0 },
} as const;

/**
 * How a database at Neon is assumed to be used: the smallest compute, awake half of the month, since the API asks for
 * prices every ten minutes and Neon sleeps after five; and as much storage as the Free plan holds.
 */
export const databaseUse = { computeUnits: 0.25, awakeHours: 365, gigabytes: 0.5 } as const;

/** What scaling was expected to cost, in USD a month more: the table of the requirements. */
export const expectedScaling = [
  { action: 'Add 1 backend replica', from: 10, to: 15 },
  { action: 'Double database size', from: 5, to: 10 },
  { action: 'Add monitoring retention', from: 0, to: 0 },
] as const;

/** The budget of the requirements, USD a month; `pulumi config set costs:budgetUsd` changes it for a stack. */
export const defaultBudgetUsd = 50;
