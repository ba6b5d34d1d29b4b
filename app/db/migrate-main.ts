import { EnvError, MigrationEnv, parseEnv } from '../contract/env.ts';
import { letApplicationIn } from './app-role.ts';
import { MigrationError, migrate } from './migrate.ts';
import { createPool } from './pool.ts';
import { isDatabaseUnavailable } from './unavailable.ts';

/** Process: brings the database up to date as the owner of its tables, and lets the application in, prints a line a migration, exits 0 when nothing is left to do. */
try {
  const { DATABASE_URL, OWNER_DATABASE_URL } = parseEnv(MigrationEnv, process.env);
  const { applied, present } = await migrate(OWNER_DATABASE_URL ?? DATABASE_URL);
  if (OWNER_DATABASE_URL) await letIn(OWNER_DATABASE_URL, DATABASE_URL);
  for (const name of applied) console.log(`applied ${name}`);
  console.log(`The database is up to date (${applied.length} applied now, ${present.length} before).`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function letIn(ownerUrl: string, appUrl: string): Promise<void> {
  const owner = createPool(ownerUrl, { applicationName: 'migrate', max: 1 });
  await letApplicationIn(owner, appUrl).finally(() => owner.end());
}

function explain(error: unknown): string {
  if (error instanceof EnvError || error instanceof MigrationError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (!isDatabaseUnavailable(error)) return error.stack ?? error.message;
  const { code } = error as { code?: string };
  const reason = error.message || code || 'no reason given';
  return `The database of DATABASE_URL does not answer: ${reason}. Check that it runs and that the URL is right, then run this again.`;
}
