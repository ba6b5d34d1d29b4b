import { placeOf } from './backup/place.ts';
import { archiveWal } from './backup/wal/archive.ts';
import { WalStore } from './backup/wal/store.ts';
import { type CommonOptions, runPipeline } from './kit/pipeline.ts';

interface Options extends CommonOptions {
  to?: string;
}

const notAllowed =
  'the role of the database may not replicate, so nothing was stored (alter role … replication)';

/**
 * `wal-archive`: stores what PostgreSQL has written in its log since the last run, and every week a base that the log stands
 * on, so that the database can be recovered to any second. At Neon, which keeps its own history, it does not run.
 */
await runPipeline<Options>({
  job: 'wal-archive',
  description: 'Stores the log of PostgreSQL, from which the database of any second is recovered.',
  examples: ['wal-archive', 'wal-archive --to /srv/backups'],
  addOptions: (command) =>
    command.option(
      '--to <place>',
      'folder or s3:// address that backups are kept in (default: that of the stack)',
    ),
  environmentOf: ({ to }) => ({ BACKUP_TO: to }),
  asOwner: true,
  async plan({ env, progress }) {
    const { store, keys } = placeOf(env);
    const wal = new WalStore(store.objects, keys, env.STACK);
    const archive = async () => {
      const shipped = await archiveWal(env.DATABASE_URL, wal);
      if (shipped === 'not allowed') return { outcome: 'unchanged', detail: notAllowed } as const;
      const { baseBecause, bytes, deleted } = shipped;
      if (baseBecause) progress.note(`  a base was taken: ${baseBecause}`);
      return {
        outcome: 'ok',
        counts: { bytes, bases: baseBecause ? 1 : 0, filesDeleted: deleted },
      } as const;
    };
    return {
      steps: [
        { name: 'log', about: `stores the log of ${env.STACK} in ${store.placeOf('wal')}`, run: archive },
      ],
    };
  },
});
