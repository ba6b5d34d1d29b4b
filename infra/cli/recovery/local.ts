import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startRecovered } from '../../plugins/local/postgres/recovered.ts';
import { environmentOf, fileOf } from '../pipeline.ts';
import { runNode } from '../run-node.ts';
import type { Stack } from '../stack.ts';
import { dataRootOfStack } from '../supervised.ts';
import type { RecoverySite, RunPipeline } from './site.ts';

/** Beside a stack of this machine: a folder of its data, and a process. */
export async function localSite(stack: Stack): Promise<RecoverySite> {
  const env = await environmentOf(stack);
  const dataRoot = await dataRootOfStack(stack);
  const folder = join(dataRoot, 'recover');
  const remove = async (): Promise<void> => rmSync(folder, { recursive: true, force: true });
  // Of a run that was ended half-way.
  await remove();
  mkdirSync(folder, { mode: 0o700 });
  const inEnvironment =
    (all: Record<string, string>): RunPipeline =>
    (name, args) =>
      runNode(fileOf(name), args, all);
  const onDatabase = inEnvironment(env);
  return {
    onDatabase,
    layOut: (which) => onDatabase('wal-fetch', [...which, '--into', folder]),
    until: async () => JSON.parse(readFileSync(join(folder, 'laid-out.json'), 'utf8')).until,
    async start() {
      const { url, stop } = await startRecovered(folder, dataRoot);
      const inUse = new URL(env.OWNER_DATABASE_URL ?? env.DATABASE_URL ?? '');
      const recovered = url(inUse.username, inUse.pathname.slice(1));
      return {
        onDatabase: inEnvironment({ ...env, DATABASE_URL: recovered, OWNER_DATABASE_URL: recovered }),
        stop,
      };
    },
    remove,
  };
}
