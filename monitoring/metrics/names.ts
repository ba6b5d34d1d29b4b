import { metrics as contract } from '@eo/app/contract/metrics.ts';

/**
 * Metrics that rules and panels read and that the contract does not name yet; they move to `app/contract/metrics.ts`
 * with the code that exports them. A test fails when a name stands in both.
 */
export const wanted = {
  /** Mean absolute error of the forecast, market currency per MWh; label `zone`. */
  forecastMae: 'forecast_mae_per_mwh',
  /** That error over the error of "like a week ago"; label `zone`. */
  forecastRmae: 'forecast_rmae_ratio',
  /** Mean signed error, market currency per MWh; label `zone`. */
  forecastBias: 'forecast_bias_per_mwh',
  /** How long the last run of a job took; label `job`. */
  jobLastDurationSeconds: 'job_last_duration_seconds',
  /** What the stack costs, USD a month; label `component`. */
  costEstimated: 'cost_estimated_usd_per_month',
  costBudget: 'cost_budget_usd_per_month',
  /** Unix seconds at which the certificate of a public address ends; label `host`. */
  certificateExpiry: 'tls_certificate_expiry_timestamp_seconds',
} as const;

/** Every metric of our own, by a name that code can use. */
export const names = { ...contract, ...wanted } as const;
