import pg, { type Pool } from 'pg';
import { waitForAdvisoryLock } from './advisory-lock.ts';
import { createPool, type Database } from './pool.ts';
import { inTransaction } from './transaction.ts';

/** Role and password of a connection string. */
function roleOf(url: string): { name: string; password: string } {
  const { username, password } = new URL(url);
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/**
 * Lets the role of the application read and write the rows of every table, of those that are still to be made too, and
 * nothing else: it owns nothing and changes no table. It is made where it is missing, and gets the password of its address
 * where it has another one. Safe to run again and at the same time.
 *
 * @param owner as the owner of the tables; it needs the right to make roles only where the role is missing
 * @param appUrl as the application will connect; when that is the owner itself, nothing is done
 */
export async function letApplicationIn(owner: Pool, appUrl: string): Promise<void> {
  const { name, password } = roleOf(appUrl);
  const isLetIn = await connects(appUrl);
  await inTransaction(owner, async (client) => {
    await waitForAdvisoryLock(client, 'app-role');
    const { rows } = await client.query<{ owner: string; database: string }>(
      'select current_user as owner, current_database() as database',
    );
    if (rows[0]?.owner === name) return;
    if (!isLetIn) await makeRole(client, name, password);
    for (const statement of grants(name, rows[0]?.database ?? '')) await client.query(statement);
  });
}

async function connects(url: string): Promise<boolean> {
  const pool = createPool(url, { applicationName: 'migrate', max: 1 });
  try {
    await pool.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await pool.end();
  }
}

async function makeRole(client: Database, name: string, password: string): Promise<void> {
  const role = pg.escapeIdentifier(name);
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name]);
  if (!rowCount) await client.query(`create role ${role}`);
  // What a new role may beside that is nothing.
  await client.query(`alter role ${role} with login password ${pg.escapeLiteral(password)}`);
}

function grants(name: string, database: string): string[] {
  const role = pg.escapeIdentifier(name);
  return [
    `grant connect, temporary on database ${pg.escapeIdentifier(database)} to ${role}`,
    'revoke create on schema public from public',
    `grant usage on schema public to ${role}`,
    `grant select, insert, update, delete on all tables in schema public to ${role}`,
    `grant usage, select on all sequences in schema public to ${role}`,
    // What was migrated is for the owner to say.
    `revoke insert, update, delete on schema_migration from ${role}`,
    // Of every schema: a restore makes the tables in one of its own.
    `alter default privileges grant select, insert, update, delete on tables to ${role}`,
    `alter default privileges grant usage, select on sequences to ${role}`,
  ];
}
