import type { TestProject } from 'vitest/node';
import { startThrowawayPostgres } from './throwaway-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string of a PostgreSQL superuser; make a database of your own in it for each test file. */
    databaseUrl: string;
  }
}

/**
 * Gives the integration tests a PostgreSQL: the one of `TEST_DATABASE_URL`, else a throw-away one that lives as long
 * as the test run. Read it with `inject('databaseUrl')`.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    project.provide('databaseUrl', given);
    return undefined;
  }
  const { url, stop } = await startThrowawayPostgres();
  project.provide('databaseUrl', url);
  return stop;
}
