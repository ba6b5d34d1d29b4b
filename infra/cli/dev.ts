import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { secrets as catalogSecrets } from '../catalog/secrets.ts';
import type { Reference } from '../catalog/types.ts';
import { bringUpServer } from '../plugins/local/postgres/server.ts';
import type { ProcessSpec } from '../plugins/local/spec.ts';
import { Supervisor } from '../plugins/local/supervisor/supervisor.ts';
import { readSettings, type Settings } from '../settings.ts';
import { inspectHost } from '../targets/local-host.ts';
import {
  type LocalHost,
  type LocalPlan,
  localFacts,
  type PlannedProcess,
  planLocal,
  portOf,
  resolveEnv,
  settingOf,
  urlsOf,
} from '../targets/local-plan.ts';
import { collect, commandOf, parse } from './options.ts';
import { runJob } from './run-job.ts';
import { line, table } from './terminal.ts';

/**
 * `npm run dev`: the same processes from the same catalogue without Pulumi, in the foreground, reloading on change.
 * It has data and secrets of its own, beside any stack's.
 */
export async function run(args: string[]): Promise<number> {
  const command = commandOf(
    'dev',
    'Runs the product in the foreground, reloading on change; Ctrl-C ends it.',
    ['npm run dev', 'npm run dev -- --config ports:backend=8010 --config prices:defaultZone=SE3'],
  ).option('-c, --config <key=value>', 'a setting, as for a stack', collect, []);
  const parsed = parse<{ config: string[] }>(command, args);
  if (!parsed) return 0;
  const given = new Map(
    parsed.options.config.map((text) => [text.split('=')[0], text.slice(text.indexOf('=') + 1)]),
  );
  const settings = readSettings('dev', 'electricity-optimizer', (space, key) => {
    return space === 'electricity-optimizer' && key === 'target' ? 'local' : given.get(`${space}:${key}`);
  });
  const development: Settings = { ...settings, nodeEnv: 'development' };
  const host = inspectHost(development, 'watch');
  await runUntilInterrupted(planLocal(development, host), development, host);
  return 0;
}

async function runUntilInterrupted(plan: LocalPlan, settings: Settings, host: LocalHost): Promise<void> {
  const supervisor = new Supervisor({
    output: { kind: 'lines', onLine: (name, text) => console.log(`${name.padEnd(12)}${text}`) },
  });
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
  try {
    const secrets = ensureSecrets(host.dataRoot);
    const given = process.env.DATABASE_URL;
    const database = given ? { url: given } : await startPostgres(supervisor, plan, host, secrets);
    const resolve = resolver(settings, host, secrets, database, plan.redis !== null);
    if (plan.redis) await supervisor.put(specOf(plan.redis, resolve));
    await runJob({ ...plan.migrate, env: resolveEnv<string>(plan.migrate.env, resolve) });
    for (const planned of plan.processes) await supervisor.put(specOf(planned, resolve));
    line();
    line(
      table([
        ['Web', `http://localhost:${portOf(settings, 'frontend')}`],
        [
          'API',
          `http://localhost:${portOf(settings, 'backend')}      docs http://localhost:${portOf(settings, 'backend')}/docs`,
        ],
        ['Stop', 'Ctrl-C'],
      ]),
    );
    await interrupted;
    line('stopping …');
  } finally {
    await Promise.race([supervisor.stopAll(), sleep(40_000, undefined, { ref: false })]);
  }
}

type Secrets = Record<string, string>;

interface DatabaseUrls {
  url: string;
  /** Of the role that owns the tables; left out where the operator brought the database. */
  ownerUrl?: string;
}

/** Each made once and kept in a file that only this user may read. */
function ensureSecrets(dataRoot: string): Secrets {
  const file = join(dataRoot, 'secrets.json');
  const known: Secrets = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  if (catalogSecrets.every(({ name }) => known[name])) return known;
  const made = Object.fromEntries(
    catalogSecrets.map(({ name, length }) => [
      name,
      known[name] ?? randomBytes(length).toString('base64url').slice(0, length),
    ]),
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

const secretOf = (secrets: Secrets, name: string): string => secrets[name] ?? '';

async function startPostgres(
  supervisor: Supervisor,
  { postgres }: LocalPlan,
  { dataRoot }: LocalHost,
  secrets: Secrets,
): Promise<DatabaseUrls> {
  const password = secretOf(secrets, 'postgres-password');
  const ownerPassword = secretOf(secrets, 'postgres-owner-password');
  const server = { ...postgres, dataRoot, password, ownerPassword };
  return bringUpServer(server, (spec) => supervisor.put(spec));
}

function resolver(
  settings: Settings,
  host: LocalHost,
  secrets: Secrets,
  database: DatabaseUrls,
  hasRedis: boolean,
) {
  return (reference: Reference): string | undefined => {
    if (reference.from === 'secret') return secretOf(secrets, reference.secret);
    if (reference.from === 'setting')
      return settingOf(settings, localFacts(settings, host), reference.setting);
    if (reference.service === 'postgres')
      return reference.attribute === 'ownerUrl' ? database.ownerUrl : database.url;
    if (reference.service !== 'redis') return urlsOf(settings, reference.service).join(',');
    return hasRedis
      ? `redis://:${secretOf(secrets, 'redis-password')}@127.0.0.1:${portOf(settings, 'redis')}`
      : undefined;
  };
}

function specOf(
  { env, files = {}, stdin, ...planned }: PlannedProcess,
  resolve: (reference: Reference) => string | undefined,
): ProcessSpec {
  const piped =
    stdin?.map((piece) => (typeof piece === 'string' ? piece : (resolve(piece) ?? ''))).join('') ?? null;
  const resolved = { env: resolveEnv<string>(env, resolve), files: resolveEnv<string>(files, resolve) };
  return { ...planned, ...resolved, stdin: piped, runAs: null };
}
