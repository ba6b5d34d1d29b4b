/**
 * Names of the metrics the product exposes, used by the API and the pipelines that set them and by the rules
 * and dashboards that read them. Units follow Prometheus: seconds, bytes, ratios of 0 to 1 unless said.
 */
export const metrics = {
  httpRequestsTotal: 'http_requests_total',
  httpRequestDurationSeconds: 'http_request_duration_seconds',
  /** Unix seconds of the last successful check of a zone's feed; label `zone`. */
  priceDataLastUpdateTimestamp: 'price_data_last_update_timestamp',
  /** Errors of forecasts for the day ahead over the last four weeks. Percent, on the retail price; label `zone`. */
  forecastMape: 'forecast_mape',
  /** Mean absolute error, market currency per MWh; label `zone`. */
  forecastMae: 'forecast_mae_per_mwh',
  /** That error over the error of "as a week before"; label `zone`. */
  forecastRmae: 'forecast_rmae_ratio',
  /** Mean signed error, market currency per MWh; label `zone`. */
  forecastBias: 'forecast_bias_per_mwh',
  forecastDurationSeconds: 'forecast_duration_seconds',
  /** Label `outcome`: greedy, milp, impossible, busy, failed. */
  plansTotal: 'plans_total',
  planDurationSeconds: 'plan_duration_seconds',
  /** Attempts to send messages of price alerts; labels `channel` and `outcome`: sent, retried, dead. */
  priceAlertAttemptsTotal: 'price_alert_attempts_total',
  feedFetchesTotal: 'feed_fetches_total',
  cacheRequestsTotal: 'cache_requests_total',
  pgPoolConnections: 'pg_pool_connections',
  jobLastSuccessTimestampSeconds: 'job_last_success_timestamp_seconds',
  jobRunsTotal: 'job_runs_total',
  /** How long the last run of a job took that ended; label `job`. */
  jobLastDurationSeconds: 'job_last_duration_seconds',
  /** What the last drill of recovery measured; label `drill`. */
  drillRtoSeconds: 'drill_rto_seconds',
  drillRpoSeconds: 'drill_rpo_seconds',
  /** Unix seconds at which a drill last passed; label `drill`. */
  drillLastSuccessTimestamp: 'drill_last_success_timestamp',
  /** 1 when the last run of a drill failed; label `drill`. */
  drillFailed: 'drill_failed',
  dependencyUp: 'dependency_up',
  buildInfo: 'build_info',
  /** Estimate of what the stack costs, USD a month; label `component`. */
  costEstimated: 'cost_estimated_usd_per_month',
  costBudget: 'cost_budget_usd_per_month',
  /** Unix seconds at which the certificate of a public address ends; label `host`. */
  certificateExpiry: 'tls_certificate_expiry_timestamp_seconds',
} as const;
