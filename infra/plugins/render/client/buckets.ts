/**
 * Render's rate limits, as measured from 3,274 recorded answers (`vendor/facts.md` §1); the published specification
 * has none. PATCH of a service, POST of a deploy and POST of a scale share one bucket, across all services.
 */
export const buckets = {
  deploy: { limit: 10, windowMs: 60_000, of: 'changes and deploys of services a minute' },
  create: { limit: 20, windowMs: 3_600_000, of: 'new services and databases an hour' },
  domain: { limit: 50, windowMs: 3_600_000, of: 'new custom domains an hour' },
  log: { limit: 30, windowMs: 60_000, of: 'log queries a minute' },
  write: { limit: 100, windowMs: 60_000, of: 'other changes a minute' },
  read: { limit: 400, windowMs: 60_000, of: 'reads a minute' },
} as const;

export type Bucket = keyof typeof buckets;

const rules: readonly (readonly [RegExp, Bucket])[] = [
  [/^GET \/logs$/, 'log'],
  [/^GET /, 'read'],
  [/^PATCH \/services\/[^/]+$/, 'deploy'],
  [/^POST \/services\/[^/]+\/(deploys|scale|rollback)$/, 'deploy'],
  [/^POST \/(services|key-value|postgres|redis)$/, 'create'],
  [/^POST \/services\/[^/]+\/custom-domains$/, 'domain'],
];

/** The bucket that a request counts in. Rollback is not measured; it starts a deploy, so it is taken to count as one. */
export function bucketOf(method: string, path: string): Bucket {
  return rules.find(([pattern]) => pattern.test(`${method} ${path}`))?.[1] ?? 'write';
}
