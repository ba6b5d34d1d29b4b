import { findBackup } from './backup/find.ts';
import type { Manifest } from './backup/manifest.ts';
import { type BackupPlace, placeOf } from './backup/place.ts';
import { newestWrite, putBack, RestoreError, swap, verify } from './backup/put-back.ts';
import { type CommonOptions, type PipelineContext, runPipeline } from './kit/pipeline.ts';
import type { PlannedStep } from './kit/step.ts';

interface Options extends CommonOptions {
  from?: string;
  backup?: string;
  list?: true;
  verify?: true;
  force?: true;
}

/**
 * `restore`: puts a backup in the place of a stack's database. It goes into a schema of its own first and is compared with
 * what was backed up; then the two change places at one moment, and the one before stays beside.
 */
await runPipeline<Options>({
  job: 'restore',
  description: 'Lists, verifies and restores backups of a stack.',
  examples: [
    'restore --list --from /srv/backups',
    'restore --verify --backup latest',
    'restore --backup 2026-11-27T02:00:00Z --force',
  ],
  addOptions: (command) =>
    command
      .option(
        '--from <place>',
        'folder or s3:// address that backups are kept in (default: that of the stack)',
      )
      .option('--backup <which>', 'an id, `latest`, or an instant: the last one before it', 'latest')
      .option('--list', 'say which backups there are, and do nothing')
      .option('--verify', 'read every file of the backup, and do nothing')
      .option('--force', 'also over data that is newer than the backup'),
  environmentOf: ({ from }) => ({ BACKUP_TO: from }),
  asOwner: true,
  async plan(context) {
    const place = placeOf(context.env);
    if (context.options.list) return { steps: await listed(place, context) };
    const manifest = await findBackup(place, context.env.STACK, context.options.backup ?? 'latest');
    if (context.options.verify) return { steps: [verifyStep(place, manifest)] };
    await refuseNewer(context, manifest);
    return { steps: [restoreStep(context, place, manifest)] };
  },
});

function verifyStep({ store }: BackupPlace, manifest: Manifest): PlannedStep {
  return {
    name: 'verify',
    about: `reads ${store.placeOf(manifest.id)}`,
    run: async () => {
      await verify(store, manifest);
      return { outcome: 'ok', counts: { tables: manifest.tables.length }, detail: manifest.id };
    },
  };
}

async function listed(
  { store }: BackupPlace,
  { progress }: PipelineContext<Options>,
): Promise<PlannedStep[]> {
  const ids = await store.list();
  for (const id of ids) progress.note(`  ${id}`);
  if (ids.length === 0) progress.note(`  ${store.placeOf('')} has no backup`);
  return [];
}

async function refuseNewer(
  { pool, options }: PipelineContext<Options>,
  { id, takenAt }: Manifest,
): Promise<void> {
  const newest = options.force ? null : await newestWrite(pool, takenAt);
  if (newest && newest.getTime() > Date.parse(takenAt))
    throw new RestoreError(
      `The database was written to at ${newest.toISOString()}, after the backup ${id} was taken; that would be lost.\n` +
        'Take a backup of it first, or say that you mean it: --force',
    );
}

function restoreStep(
  { pool, env, progress }: PipelineContext<Options>,
  { store, keys }: BackupPlace,
  manifest: Manifest,
): PlannedStep {
  return {
    name: 'restore',
    about: `puts ${manifest.id} in the place of the database of ${manifest.stack}`,
    run: async () => {
      await verify(store, manifest);
      const before = await swap(
        pool,
        await putBack(env.DATABASE_URL, store, keys, manifest),
        manifest.takenAt,
      );
      progress.note(
        `  what was there before is in the schema ${before}; when all is well: drop schema ${before} cascade`,
      );
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      return { outcome: 'ok', counts: { rows }, detail: manifest.id };
    },
  };
}
