import pg, { type Pool, type PoolClient } from 'pg';
import { isDatabaseUnavailable } from './unavailable.ts';

/**
 * Runs `work` in a transaction on a connection of its own: committed when it returns, rolled back when it throws.
 *
 * @param onLost hears at once when the connection breaks while `work` does something else
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  onLost: (error: Error) => void = () => {},
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const lost = (error: Error) => {
    broken = error;
    onLost(error);
  };
  client.on('error', lost);
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    // A connection that left a statement unanswered would leave the rollback unanswered too.
    if (isDatabaseUnavailable(error) && !(error instanceof pg.DatabaseError)) lost(error as Error);
    else await client.query('rollback').catch(lost);
    throw error;
  } finally {
    client.off('error', lost);
    client.release(broken);
  }
}
