import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { TestStack } from '../e2e/kit.ts';
import type { StackOutputs } from '../outputs.ts';
import { connectSupervisor } from '../plugins/local/supervisor/client.ts';

/** Who connects: the superuser of the cluster, or the API's own role. */
export type DatabaseRole = 'superuser' | 'application';

/** A connection to the database of a stack of a drill. @param database another one of its cluster */
export async function connectTo(
  stack: TestStack,
  { databaseUrl }: StackOutputs,
  role: DatabaseRole,
  database?: string,
): Promise<pg.Client> {
  const url = new URL(databaseUrl ?? '');
  if (database) url.pathname = database;
  if (role === 'superuser') {
    url.username = 'postgres';
    url.password = readFileSync(join(stack.dataRoot, 'postgres.superuser'), 'utf8');
  }
  const client = new pg.Client({ connectionString: url.href, application_name: 'drill' });
  // Drills end connections, theirs included.
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Process of a service, as its supervisor started it last. @throws Error when it does not run */
export async function pidOf(stack: TestStack, service: string): Promise<number> {
  const processes = await connectSupervisor(stack.dataRoot).list();
  const pid = processes.find(({ name }) => name === service)?.replicas[0]?.pid;
  if (!pid) throw new Error(`${service} does not run on the stack of the drill.`);
  return pid;
}
