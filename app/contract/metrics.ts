/**
 * Names of the metrics the product exposes, used by the API and the pipelines that set them and by the rules
 * and dashboards that read them. Units follow Prometheus: seconds, bytes, ratios of 0 to 1 unless said.
 */
export const metrics = {
  httpRequestsTotal: 'http_requests_total',
  httpRequestDurationSeconds: 'http_request_duration_seconds',
  /** Unix seconds of the last successful check of a zone's feed; label `zone`. */
  priceDataLastUpdateTimestamp: 'price_data_last_update_timestamp',
  /** Percent, on the retail price; label `zone`. */
  forecastMape: 'forecast_mape',
  forecastDurationSeconds: 'forecast_duration_seconds',
  feedFetchesTotal: 'feed_fetches_total',
  cacheRequestsTotal: 'cache_requests_total',
  pgPoolConnections: 'pg_pool_connections',
  jobLastSuccessTimestampSeconds: 'job_last_success_timestamp_seconds',
  jobRunsTotal: 'job_runs_total',
  dependencyUp: 'dependency_up',
  buildInfo: 'build_info',
} as const;
