import { idMeant } from './backup/find.ts';
import { type BackupPlace, placeOf } from './backup/place.ts';
import { idAt } from './backup/retention.ts';
import { chainTo, type Wanted } from './backup/wal/chain.ts';
import { layOut } from './backup/wal/lay-out.ts';
import { WalStore } from './backup/wal/store.ts';
import { instantMs, UsageError } from './kit/options.ts';
import { type CommonOptions, runPipeline } from './kit/pipeline.ts';

interface Options extends CommonOptions {
  from?: string;
  at: Wanted;
  lostAt?: Date;
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
      .option(
        '--lost-at <instant>',
        'the stack was lost then: as far as the log of before it goes, if that is further than the last backup',
        (text) => new Date(instantMs(text)),
      )
      .requiredOption('--into <folder>', 'where to put it, empty or not there yet'),
  environmentOf: ({ from }) => ({ BACKUP_TO: from }),
  async plan({ env, options: { at, lostAt, into } }) {
    const place = placeOf(env);
    const wal = new WalStore(place.store.objects, place.keys, env.STACK);
    const fetch = async () => {
      if (lostAt) await refuseOlderThanBackup(place, wal, lostAt);
      const { until, logBytes } = await layOut(wal, at, into, lostAt);
      return { outcome: 'ok', counts: { logBytes }, detail: `everything until ${until}` } as const;
    };
    return { steps: [{ name: 'lay out', about: `lays ${env.STACK} of ${at} out in ${into}`, run: fetch }] };
  },
});

/** @throws UsageError where the last backup has what the log has, and needs no server to be had */
async function refuseOlderThanBackup(place: BackupPlace, wal: WalStore, lostAt: Date): Promise<void> {
  const { until } = await chainTo(wal, 'latest', lostAt);
  const last = idMeant(await place.store.list(), lostAt.toISOString());
  if (last && last >= idAt(Date.parse(until)))
    throw new UsageError(`The log reaches ${until}; the backup ${last} is newer.`);
}

function instantOrLatest(text: string): Wanted {
  return text === 'latest' ? text : new Date(instantMs(text));
}
