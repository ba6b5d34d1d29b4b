import pg from 'pg';

/**
 * Whether an error means that the database cannot answer now (away, overloaded, starting, read-only, not migrated
 * yet), rather than that the statement is wrong. What is unavailable may work later without a change of ours.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return unavailableStates.test(error.code ?? '');
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? systemCodes.test(code) : driverMessages.test(error.message);
}

/**
 * 08 connection, 53 resources (disk full, too many connections), 57 operator intervention (shutdown, statement
 * timeout, starting up), 58 system error, 28 refused to log in, 3D000 no such database, 55000 it takes no connections, 25006 read-only,
 * 40001/40P01 lost a race, 55P03 lock not available, 42P01/42703 the migration has not run yet, XX corrupt.
 */
const unavailableStates = /^(08|28|53|57|58|XX)|^(3D000|55000|25006|40001|40P01|55P03|42P01|42703)$/;

/** Of the operating system (ECONNREFUSED, ENOTFOUND, EAI_AGAIN …) and of TLS; not Node's own ERR_INVALID_ARG_TYPE. */
const systemCodes = /^E(?!RR_)[A-Z_]+$|CERT|TLS|SSL/;

/** The driver gives these no code. */
const driverMessages =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|The server does not support SSL)/;

/** Whether the migration that makes a table has not run yet, as while a new version is rolled out. */
export const isMissingTable = (error: unknown): boolean => (error as { code?: unknown }).code === '42P01';
