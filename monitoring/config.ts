import type { Duration } from './duration.ts';

/**
 * Every number that monitoring decides by, in one place: rules, tests, dashboards and runbooks read it here.
 * Thresholds of the alerts named "seed" are the requirements' own.
 */
export const config = {
  scrapeInterval: '15s' as Duration,
  scrapeTimeout: '10s' as Duration,
  evaluationInterval: '15s' as Duration,
  /** A little more than the 30 days of the error budget. */
  retention: '32d' as Duration,
  /** Most series one scrape of the API may bring; a scrape with more is refused and alerts. */
  apiSampleLimit: 3000,
  /** Folder or URL of the runbooks; a stack may put the address of its own repository here. */
  runbookBase: 'docs/runbooks',

  /** Job of the scrape configuration that has HTTP metrics. */
  apiJob: 'backend-api',
  /** Routes that machines call; they are no part of what users experience. */
  probeRoutes: ['/metrics', '/healthz', '/readyz'],

  /** Seed. */
  highLatencySeconds: 1,
  highErrorRatio: 0.05,
  priceMaxAgeSeconds: 30 * 60,
  forecastMaxMapePercent: 15,
  databaseConnectionsRatio: 0.8,

  /** Objectives over 30 days; the latency threshold must be a bucket of the histogram. Target of the seed: p95 < 500 ms. */
  slo: {
    availability: { objective: 0.999 },
    latency: { objective: 0.95, thresholdSeconds: 0.5 },
    /**
     * Multi-window burn rates (SRE workbook, chapter 5): the short window is 1/12 of the long one, so that an alert
     * ends soon after its cause. 14.4 spends 2 % of a month's budget in an hour, 1 spends it in exactly a month.
     */
    fast: [
      { long: '1h', short: '5m', factor: 14.4 },
      { long: '6h', short: '30m', factor: 6 },
    ],
    slow: [
      { long: '1d', short: '2h', factor: 3 },
      { long: '3d', short: '6h', factor: 1 },
    ],
    /** With little traffic one failure is a large ratio; nobody is woken for fewer than these in the long window. */
    minimumBadRequests: 5,
  },

  api: { eventLoopLagSeconds: 0.2, memoryRatio: 0.9, restartsInHalfHour: 3, feedFailureRatio: 0.5 },
  cost: { nearRatio: 0.8, anomalyRatio: 1.25, anomalyMinimumUsd: 5 },
  redis: { memoryRatio: 0.9, evictionsPerSecond: 1, hitRatio: 0.8, hitRatioMinimumPerSecond: 0.1 },
  postgres: { longTransactionSeconds: 300, deadlocksIn10Minutes: 3 },
  host: { diskFreeRatio: 0.1, memoryFreeRatio: 0.1, cpuBusyRatio: 0.9 },
  certificate: { warnDays: 14, criticalDays: 3 },
  jobs: { failuresInADay: 2 },
  /** A weekly drill, and a day. */
  drillMaxAgeSeconds: 8 * 24 * 3600,
} as const;

export type BurnWindow = { readonly long: Duration; readonly short: Duration; readonly factor: number };

/** Every window for which a ratio is recorded, shortest first. */
export const burnWindows: readonly Duration[] = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];
