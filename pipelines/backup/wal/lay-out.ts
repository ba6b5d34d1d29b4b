import { spawn } from 'node:child_process';
import { appendFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UsageError } from '../../kit/options.ts';
import { RestoreError } from '../put-back.ts';
import { chainTo, type Wanted } from './chain.ts';
import { segmentStart } from './lsn.ts';
import { SegmentWriter } from './segments.ts';
import type { WalStore } from './store.ts';

/** What was laid out, for who starts a server on it. */
export interface LaidOut {
  /** Major version of PostgreSQL that reads it. */
  postgres: number;
  /** ISO instant: everything committed until then will be in it, and nothing of after it. */
  until: string;
  /** Bytes of log that will be played. */
  logBytes: number;
}

/** In the folder: the files of a server, and its log. */
const folders = { data: 'data', wal: 'wal' } as const;
/** In the folder as well: a {@link LaidOut}. */
const factsFile = 'laid-out.json';

/**
 * Lays out what a server is started on to recover the database as it was at an instant: a base of before it, the log since,
 * and the settings that have it stop there and take writes.
 *
 * @param folder empty or not there yet
 * @param storedBefore only log of before it counts
 * @throws UsageError where the folder holds something, or the store does not reach there; RestoreError where a stretch is
 * missing; SealError where one is damaged
 */
export async function layOut(
  store: WalStore,
  wanted: Wanted,
  folder: string,
  storedBefore?: Date,
): Promise<LaidOut> {
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0)
    throw new UsageError(`${folder} is not empty. Name a folder that is, or is not there yet.`);
  const { base, start, stretches, until } = await chainTo(store, wanted, storedBefore);
  const data = join(folder, folders.data);
  const wal = join(folder, folders.wal);
  for (const each of [data, wal]) await mkdir(each, { recursive: true, mode: 0o700 });
  await unpack(store.readBase(base.server, start), data);
  const writer = new SegmentWriter(wal, base.timeline, base.segmentBytes);
  try {
    for (const stretch of stretches) await writer.write(stretch, store.read(stretch.path));
  } finally {
    await writer.close();
  }
  await configure(data, wanted);
  const logBytes = Number((stretches.at(-1)?.end ?? start) - segmentStart(start, base.segmentBytes));
  const laidOut = { postgres: base.postgres, until, logBytes };
  await writeFile(join(folder, factsFile), JSON.stringify(laidOut));
  return laidOut;
}

/** With the `tar` that every machine has. */
async function unpack(archive: Readable, folder: string): Promise<void> {
  const tar = spawn('tar', ['-x', '-f', '-', '-C', folder], { stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  tar.stderr.on('data', (text) => (said += text));
  const ended = new Promise<void>((resolve, reject) => {
    tar.once('error', reject);
    tar.once('close', (code) =>
      code === 0 ? resolve() : reject(new RestoreError(`tar could not unpack the base: ${said.trim()}`)),
    );
  });
  // What breaks the archive ends tar as well, and says more.
  await Promise.all([pipeline(archive, tar.stdin), ended.catch(() => {})]);
  await ended;
}

/** PostgreSQL reads its settings before it knows what a Z behind a time means. */
const asSetting = (instant: Date): string => instant.toISOString().replace('Z', '+00');

/** https://www.postgresql.org/docs/15/runtime-config-wal.html#RUNTIME-CONFIG-WAL-ARCHIVE-RECOVERY */
async function configure(data: string, wanted: Wanted): Promise<void> {
  const settings = {
    // From within the folder of the data.
    restore_command: `cp "../${folders.wal}/%f" "%p"`,
    recovery_target_action: 'promote',
    ...(wanted === 'latest' ? {} : { recovery_target_time: asSetting(wanted) }),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
  await appendFile(join(data, 'postgresql.auto.conf'), lines.join(''));
  await writeFile(join(data, 'recovery.signal'), '');
}
