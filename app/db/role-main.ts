import { roles } from '../contract/accounts.ts';
import { DataEnv, EnvError, parseEnv } from '../contract/env.ts';
import { isLastAdmin, readCredentials, updateStanding } from './accounts.ts';
import { createPool } from './pool.ts';
import { inTransaction } from './transaction.ts';
import { isDatabaseUnavailable } from './unavailable.ts';

/** A reason for people. */
class Refusal extends Error {}

/** Process: gives an account another role, `<e-mail address> <role>`; the first admin of a stack is made this way. */
const [address = '', role = ''] = process.argv.slice(2);
try {
  console.log(await giveRole(parseEnv(DataEnv, process.env).DATABASE_URL, address.toLowerCase(), role));
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function giveRole(url: string, email: string, name: string): Promise<string> {
  const role = roles.find((each) => each === name);
  if (!role) throw new Refusal(`"${name}" is no role. Roles: ${roles.join(', ')}.`);
  const pool = createPool(url, { applicationName: 'role' });
  try {
    return await inTransaction(pool, async (db) => {
      const found = await readCredentials(db, { email });
      if (!found) throw new Refusal(`There is no account ${email}. Register it on the web app first.`);
      if (role !== 'admin' && (await isLastAdmin(db, found.account.id)))
        throw new Refusal(`${email} is the last admin. Make somebody else one first.`);
      if (found.account.role === role) return `${email} is ${role} already.`;
      await updateStanding(db, found.account.id, { role });
      return `${email} is ${role} now, was ${found.account.role}. Open sessions notice within 30 seconds.`;
    });
  } finally {
    await pool.end();
  }
}

function explain(error: unknown): string {
  if (error instanceof EnvError || error instanceof Refusal) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (!isDatabaseUnavailable(error)) return error.stack ?? error.message;
  return 'The database of DATABASE_URL does not answer. Check that it runs and that the URL is right, then run this again.';
}
