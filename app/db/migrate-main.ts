import { DataEnv, EnvError, parseEnv } from '../contract/env.ts';
import { MigrationError, migrate } from './migrate.ts';
import { isDatabaseUnavailable } from './unavailable.ts';

/** Process: brings the database up to date, prints a line a migration, exits 0 when nothing is left to do. */
try {
  const { DATABASE_URL } = parseEnv(DataEnv, process.env);
  const { applied, present } = await migrate(DATABASE_URL);
  for (const name of applied) console.log(`applied ${name}`);
  console.log(`The database is up to date (${applied.length} applied now, ${present.length} before).`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

function explain(error: unknown): string {
  if (error instanceof EnvError || error instanceof MigrationError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (!isDatabaseUnavailable(error)) return error.stack ?? error.message;
  const { code } = error as { code?: string };
  const reason = error.message || code || 'no reason given';
  return `The database of DATABASE_URL does not answer: ${reason}. Check that it runs and that the URL is right, then run this again.`;
}
