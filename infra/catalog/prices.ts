import type { KeyValuePlan, RenderPlan } from './types.ts';

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
  /** Launch is billed by use: 0.25 CU for a month of hours, plus 1 GB. */
  neon: { 'neon-free': 0, 'neon-launch': 19.69 },
  /** A domain of one's own, a year's price over twelve months; the certificate is free (Let's Encrypt). */
  domain: { own: 1, none: 0 },
} as const;

/** The budget of the requirements, USD a month; `pulumi config set costs:budgetUsd` changes it for a stack. */
export const defaultBudgetUsd = 50;
