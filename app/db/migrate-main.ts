import { DataEnv, EnvError, parseEnv } from '../contract/env.ts';
import { MigrationError, migrate } from './migrate.ts';

/** The process that brings the schema up to date before anything else starts. */
try {
  const { DATABASE_URL } = parseEnv(DataEnv, process.env);
  const applied = await migrate(DATABASE_URL);
  console.log(applied.length > 0 ? `applied ${applied.join(', ')}` : 'the schema is up to date');
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

function explain(error: unknown): string {
  if (error instanceof EnvError || error instanceof MigrationError) return error.message;
  const reason = error instanceof Error ? error.message || String((error as NodeJS.ErrnoException).code) : String(error);
  return `The database could not be migrated: ${reason}. Check that DATABASE_URL is right and the server runs.`;
}
