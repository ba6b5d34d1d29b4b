import { placeOf } from './backup/place.ts';
import type { Wanted } from './backup/wal/chain.ts';
import { layOut } from './backup/wal/lay-out.ts';
import { WalStore } from './backup/wal/store.ts';
import { instantMs } from './kit/options.ts';
import { type CommonOptions, runPipeline } from './kit/pipeline.ts';

interface Options extends CommonOptions {
  from?: string;
  at: Wanted;
  into: string;
}

/**
 * `wal-fetch`: lays out the files that a PostgreSQL is started on to recover the database of a second; `npm run recover`
 * does the rest.
 */
await runPipeline<Options>({
  job: 'wal-fetch',
  description: 'Lays out, from the stored log, what a server recovers the database of a second from.',
  examples: ['wal-fetch --at 2026-11-27T02:00:00Z --into /srv/recovered', 'wal-fetch --into /srv/recovered'],
  addOptions: (command) =>
    command
      .option(
        '--from <place>',
        'folder or s3:// address that backups are kept in (default: that of the stack)',
      )
      .option(
        '--at <instant>',
        'the last instant of which everything is to be in it',
        instantOrLatest,
        'latest',
      )
      .requiredOption('--into <folder>', 'where to put it, empty or not there yet'),
  environmentOf: ({ from }) => ({ BACKUP_TO: from }),
  async plan({ env, options: { at, into } }) {
    const { store, keys } = placeOf(env);
    const wal = new WalStore(store.objects, keys, env.STACK);
    const fetch = async () => {
      const { until, logBytes } = await layOut(wal, at, into);
      return { outcome: 'ok', counts: { logBytes }, detail: `everything until ${until}` } as const;
    };
    return { steps: [{ name: 'lay out', about: `lays ${env.STACK} of ${at} out in ${into}`, run: fetch }] };
  },
});

function instantOrLatest(text: string): Wanted {
  return text === 'latest' ? text : new Date(instantMs(text));
}
