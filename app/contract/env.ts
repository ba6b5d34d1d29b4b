import Type, { type Static, type TObject, type TProperties } from 'typebox';
import Value from 'typebox/value';

/**
 * The environment of each process, parsed once at its edge into a type. The catalogue hands out exactly these
 * names; nothing else in the code reads `process.env`.
 */

const LogLevel = Type.Union(
  ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].map((level) => Type.Literal(level)),
  { default: 'info' },
);

/** What the API, the pipelines and the migration share. */
export const DataEnv = Type.Object({
  DATABASE_URL: Type.String({ pattern: '^postgres(ql)?://', description: 'PostgreSQL connection string' }),
  REDIS_URL: Type.Optional(
    Type.String({
      pattern: '^rediss?://',
      description: 'Redis connection string; without it an in-process store',
    }),
  ),
  LOG_LEVEL: LogLevel,
  NODE_ENV: Type.String({ default: 'production', description: 'production | development | test' }),
  STACK: Type.String({ default: 'local', description: 'Name of the stack this process belongs to' }),
  RELEASE: Type.String({ default: 'unknown', description: 'Commit or version that was deployed' }),
});

/** What changes tables rather than rows. */
const OwnerEnv = Type.Object({
  OWNER_DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://',
      description:
        'The database as the owner of its tables, for migrations and restores; DATABASE_URL when left out',
    }),
  ),
});

export const MigrationEnv = Type.Object({ ...DataEnv.properties, ...OwnerEnv.properties });

/** Every zone has a market feed in this list, most have two; the last makes prices up where none answers. */
export const defaultFeeds = 'energy-charts,entsoe,octopus-agile,simulated';

/** Which feeds deliver prices, in order of preference. */
export const FeedsEnv = Type.Object({
  FEEDS: Type.String({
    default: defaultFeeds,
    description:
      'Comma-separated feeds, the first that answers wins: energy-charts, entsoe, octopus-agile, replay, simulated',
  }),
  REPLAY_DIR: Type.Optional(
    Type.String({ description: 'Folder of recorded days for the replay feed: <zone>/<year>.csv' }),
  ),
  ENERGY_CHARTS_URL: Type.String({ default: 'https://api.energy-charts.info', pattern: '^https?://' }),
  ENTSOE_URL: Type.String({ default: 'https://web-api.tp.entsoe.eu/api', pattern: '^https?://' }),
  ENTSOE_TOKEN: Type.Optional(
    Type.String({ description: 'Security token of ENTSO-E; without it the feed entsoe is passed over' }),
  ),
  OCTOPUS_URL: Type.String({ default: 'https://api.octopus.energy', pattern: '^https?://' }),
  AGILE_PRODUCT: Type.String({
    default: 'AGILE-24-10-01',
    pattern: '^[A-Z0-9-]+$',
    description: 'Product of Octopus Energy whose rates the British regions get',
  }),
  WEATHER: Type.Union([Type.Literal('off'), Type.Literal('open-meteo')], {
    default: 'off',
    description: 'Whose forecasts of the weather the forecasts of prices use: open-meteo, or off',
  }),
  OPEN_METEO_URL: Type.String({ default: 'https://api.open-meteo.com', pattern: '^https?://' }),
  OPEN_METEO_ARCHIVE_URL: Type.String({
    default: 'https://historical-forecast-api.open-meteo.com',
    pattern: '^https?://',
  }),
  DEFAULT_ZONE: Type.String({ default: 'DE-LU', description: 'Zone that is always kept fresh' }),
});

export const ApiEnv = Type.Object({
  ...DataEnv.properties,
  ...FeedsEnv.properties,
  HOST: Type.String({ default: '127.0.0.1' }),
  PORT: Type.Integer({ minimum: 0, maximum: 65535, default: 8000 }),
  INTERNAL_API_KEY: Type.String({
    minLength: 16,
    description: 'Key for /metrics and /prices/refresh; two separated by a comma while rotating',
  }),
  JWT_SIGNING_KEY: Type.String({
    pattern: '^[A-Za-z0-9+/_-]{43}=?( *, *[A-Za-z0-9+/_-]{43}=?)*$',
    description:
      '32 random bytes, base64, that access tokens are signed with; after a comma the one before while rotating',
  }),
  PUBLIC_URL: Type.String({
    default: 'http://localhost:3000',
    pattern: '^https?://[^/]+$',
    description: 'Address of the web app, as people open it; links in mails begin with it',
  }),
  MAIL_URL: Type.Optional(
    Type.String({
      pattern: '^(smtps?|file)://',
      description:
        'Mail server (smtps://user:password@host), or a folder (file:///path) that keeps the mails',
    }),
  ),
  MAIL_FROM: Type.String({ default: 'Electricity Optimizer <noreply@localhost>' }),
  PUSH_KEY: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9+/_-]{43}=?$',
      description:
        '32 random bytes, base64, that push services know this stack by; without it nothing is pushed',
    }),
  ),
  PRIVATE_WEBHOOKS: Type.Boolean({
    default: false,
    description: 'Whether webhooks of price alerts may lead into private networks, and be plain HTTP',
  }),
  TRUSTED_PROXIES: Type.String({
    default: 'loopback',
    description:
      'Proxies whose X-Forwarded-For is believed: addresses, networks, loopback, uniquelocal; or how many there are',
  }),
  RATE_LIMIT_PER_MINUTE: Type.Integer({
    minimum: 0,
    default: 300,
    description: 'Requests of an account or address for what is computed for it alone; 0 for any number',
  }),
  MAX_REQUESTS_AT_ONCE: Type.Integer({
    minimum: 1,
    default: 1_000,
    description: 'Beyond it the API answers 503 rather than everybody slowly',
  }),
  REFRESH_INTERVAL_SECONDS: Type.Integer({
    minimum: 0,
    default: 600,
    description: 'How often watched zones are checked; 0 turns it off',
  }),
  COSTS_USD: Type.Optional(
    Type.String({
      pattern: '^[a-z-]+=\\d+(\\.\\d+)?(,[a-z-]+=\\d+(\\.\\d+)?)*$',
      description: 'Estimated cost by component in USD a month, for metrics: backend=7,redis=10',
    }),
  ),
  BUDGET_USD: Type.Optional(Type.Number({ minimum: 0, description: 'Budget in USD a month, for metrics' })),
  PROMETHEUS_URL: Type.Optional(
    Type.String({ pattern: '^https?://', description: 'Prometheus of the stack, as the API reaches it' }),
  ),
  PROMETHEUS_LINK: Type.Optional(
    Type.String({ pattern: '^https?://', description: 'The same, as the browser of an operator reaches it' }),
  ),
  GRAFANA_LINK: Type.Optional(
    Type.String({ pattern: '^https?://', description: 'Grafana, as the browser of an operator reaches it' }),
  ),
  TLS_HOSTS: Type.Optional(
    Type.String({
      description: 'Comma-separated public hosts whose certificates are watched: host or host:port',
    }),
  ),
});
export type ApiEnv = Static<typeof ApiEnv>;

const oneBackupKey = '(AGE-SECRET-KEY-1[A-Z0-9]{58}|[A-Za-z0-9+/_-]{43}=?)';

const backupKeys = `^${oneBackupKey}(,${oneBackupKey})*$`;
export const backupKeyPattern = new RegExp(backupKeys);

/** Where backups go, and the key that opens them. */
const BackupEnv = Type.Object({
  BACKUP_TO: Type.Optional(
    Type.String({
      description:
        'Where backups are kept, by stack: a folder, or s3://<bucket>/<prefix>?region=<region>&endpoint=<url>',
    }),
  ),
  BACKUP_KEY: Type.Optional(
    Type.String({
      pattern: backupKeys,
      description:
        '32 random bytes, base64, or an age identity, that backups are sealed with; after a comma those before, which open older backups',
    }),
  ),
  AWS_ACCESS_KEY_ID: Type.Optional(Type.String({ description: 'Of the bucket that backups are kept in' })),
  AWS_SECRET_ACCESS_KEY: Type.Optional(
    Type.String({ description: 'Of the bucket that backups are kept in' }),
  ),
});

/** Of a stack that may not be there any more. */
export const LostStackEnv = Type.Object({ ...BackupEnv.properties, STACK: DataEnv.properties.STACK });
export type LostStackEnv = Static<typeof LostStackEnv>;

export const PipelineEnv = Type.Object({
  ...DataEnv.properties,
  ...FeedsEnv.properties,
  ...BackupEnv.properties,
  ...OwnerEnv.properties,
});
export type PipelineEnv = Static<typeof PipelineEnv>;

export const WebEnv = Type.Object({
  HOST: Type.String({ default: '127.0.0.1' }),
  PORT: Type.Integer({ minimum: 0, maximum: 65535, default: 3000 }),
  API_URLS: Type.String({
    description: 'Comma-separated base URLs of the API replicas that /api is passed to',
  }),
  LOG_LEVEL: LogLevel,
  NODE_ENV: Type.String({ default: 'production' }),
  RELEASE: Type.String({ default: 'unknown' }),
});
export type WebEnv = Static<typeof WebEnv>;

/** Thrown by {@link parseEnv}; its message names each variable and what is wrong, never its value. */
export class EnvError extends Error {
  override name = 'EnvError';
}

/**
 * Parses an environment against one of the schemas above: fills defaults, converts numbers, treats empty strings
 * as unset and drops what the schema does not name.
 *
 * @throws EnvError naming each variable that is missing or malformed, without printing values (they may be secret)
 */
export function parseEnv<P extends TProperties>(
  schema: TObject<P>,
  env: Record<string, string | undefined>,
): Static<TObject<P>> {
  const given = Object.fromEntries(
    Object.keys(schema.properties)
      .filter((name) => env[name] !== undefined && env[name] !== '')
      .map((name) => [name, env[name]]),
  );
  const value = Value.Convert(schema, Value.Default(schema, given));
  if (Value.Check(schema, value)) return value as Static<TObject<P>>;
  const reasons = Value.Errors(schema, value).map((error) => describe(schema, error));
  throw new EnvError(`The environment is not complete: ${[...new Set(reasons)].join('; ')}.`);
}

type ValueError = ReturnType<typeof Value.Errors>[number];

function describe(schema: TObject, error: ValueError): string {
  const missing = (error.params as { requiredProperties?: string[] }).requiredProperties;
  const names = missing ?? [error.instancePath.replace(/^\//, '')];
  return names
    .map((name) => {
      const meaning = (schema.properties[name] as { description?: string } | undefined)?.description;
      return `${name} ${missing ? 'is missing' : error.message}${meaning ? ` (${meaning})` : ''}`;
    })
    .join('; ');
}
