import type { Manifest } from './backup/manifest.ts';
import { type BackupPlace, placeOf } from './backup/place.ts';
import { verify } from './backup/put-back.ts';
import { expired, kept } from './backup/retention.ts';
import { takeBackup } from './backup/take.ts';
import { instantMs } from './kit/options.ts';
import { type CommonOptions, runPipeline } from './kit/pipeline.ts';
import type { PlannedStep } from './kit/step.ts';

interface Options extends CommonOptions {
  to?: string;
  full?: true;
  asOf?: number;
}

/**
 * `backup`: the whole database as of one moment, compressed, encrypted and checked, into a folder or a bucket; then what
 * is older than the days, weeks and months that are kept goes. A full one is read back as well, every byte of it.
 */
await runPipeline<Options>({
  job: 'backup',
  jobOf: ({ full }) => (full ? 'backup-full' : 'backup'),
  description: 'Backs the database of a stack up.',
  examples: ['backup', 'backup --stack production --to /srv/backups --full'],
  addOptions: (command) =>
    command
      .option('--to <place>', 'folder or s3:// address that backups are kept in (default: that of the stack)')
      .option('--full', 'read the backup back, as the weekly one does')
      .option('--as-of <instant>', 'the database is one that was recovered, of this instant', instantMs),
  environmentOf: ({ to }) => ({ BACKUP_TO: to }),
  async plan({ env, options, progress }) {
    const place = placeOf(env);
    const { DATABASE_URL: databaseUrl, STACK: stack, RELEASE: release } = env;
    const taken: { manifest?: Manifest } = {};
    const take = async () => {
      taken.manifest = await takeBackup({ databaseUrl, ...place, stack, release, asOfMs: options.asOf });
      const { id, tables } = taken.manifest;
      const sum = (of: (table: (typeof tables)[number]) => number): number =>
        tables.reduce((total, table) => total + of(table), 0);
      progress.note(`  ${place.store.placeOf(id)}`);
      const counts = {
        tables: tables.length,
        rows: sum(({ rows }) => rows),
        bytes: sum(({ bytes }) => bytes),
      };
      return { outcome: 'ok', counts, detail: id } as const;
    };
    const about = `backs ${stack} up to ${place.store.placeOf('')}`;
    return {
      steps: [
        { name: 'database', about, run: take },
        ...(options.full ? [readBack(place, taken)] : []),
        // It is older than others by its name, and was taken to be used.
        ...(options.asOf === undefined ? [retention(place, taken)] : []),
      ],
    };
  },
});

function readBack({ store }: BackupPlace, taken: { manifest?: Manifest }): PlannedStep {
  return {
    name: 'read back',
    about: 'reads every file of the backup, and compares it with what was written',
    run: async () => {
      if (!taken.manifest) return { outcome: 'failed', detail: 'there is no backup to read' };
      await verify(store, taken.manifest);
      return { outcome: 'ok', counts: { filesRead: taken.manifest.tables.length } };
    },
  };
}

function retention({ store }: BackupPlace, taken: { manifest?: Manifest }): PlannedStep {
  const { days, weeks, months } = kept;
  return {
    name: 'retention',
    about: `keeps ${days} days, ${weeks} weeks and ${months} months`,
    run: async () => {
      // Where backups fail, time deletes none.
      if (!taken.manifest) return { outcome: 'failed', detail: 'old backups stay, as there is no new one' };
      const old = expired(await store.list());
      await store.remove(old);
      return { outcome: old.length > 0 ? 'ok' : 'unchanged', counts: { backupsDeleted: old.length } };
    },
  };
}
