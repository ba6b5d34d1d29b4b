import { placeOf } from './backup/place.ts';
import { expired, kept } from './backup/retention.ts';
import { takeBackup } from './backup/take.ts';
import { type CommonOptions, runPipeline } from './kit/pipeline.ts';

interface Options extends CommonOptions {
  to?: string;
}

/**
 * `backup`: the whole database as of one moment, compressed, encrypted and checked, into a folder; then what is older than
 * the days, weeks and months that are kept goes.
 */
await runPipeline<Options>({
  job: 'backup',
  description: 'Backs the database of a stack up.',
  examples: ['backup --to /srv/backups', 'backup --stack production --to /srv/backups'],
  addOptions: (command) =>
    command.option('--to <folder>', 'folder that backups are kept in (default: BACKUP_TO)'),
  environmentOf: ({ to }) => ({ BACKUP_TO: to }),
  async plan({ env, progress }) {
    const { store, key } = placeOf(env);
    const { DATABASE_URL: databaseUrl, STACK: stack, RELEASE: release } = env;
    const take = async () => {
      const { id, tables } = await takeBackup({ databaseUrl, store, key, stack, release });
      const sum = (of: (table: (typeof tables)[number]) => number): number =>
        tables.reduce((total, table) => total + of(table), 0);
      progress.note(`  ${store.placeOf(id)}`);
      const counts = {
        tables: tables.length,
        rows: sum(({ rows }) => rows),
        bytes: sum(({ bytes }) => bytes),
      };
      return { outcome: 'ok', counts, detail: id } as const;
    };
    const prune = async () => {
      const old = expired(await store.list());
      for (const id of old) await store.remove(id);
      return {
        outcome: old.length > 0 ? 'ok' : 'unchanged',
        counts: { backupsDeleted: old.length },
      } as const;
    };
    const { days, weeks, months } = kept;
    return {
      steps: [
        { name: 'database', about: `backs ${stack} up to ${store.placeOf('')}`, run: take },
        { name: 'retention', about: `keeps ${days} days, ${weeks} weeks and ${months} months`, run: prune },
      ],
    };
  },
});
