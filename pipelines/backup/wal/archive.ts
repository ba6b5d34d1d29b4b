import { Readable } from 'node:stream';
import { createPool } from '@eo/app/db/pool.ts';
import { inTransaction } from '@eo/app/db/transaction.ts';
import type { Pool } from 'pg';
import { type Server, takeBase } from './base.ts';
import { logBetween } from './log.ts';
import { formatLsn, parseLsn, segmentStart } from './lsn.ts';
import { connectForReplication } from './replication.ts';
import { expiredOf } from './retention.ts';
import type { Archived, WalStore } from './store.ts';

/** What keeps the server from deleting log that is not in the store yet; `max_slot_wal_keep_size` limits it. */
const slot = 'wal_archive';

/** Age at which a base is followed by another: all log since then has to be played when data is recovered. */
const baseEveryMs = 7 * 86_400_000;

/** What a run stored. */
export interface Shipped {
  /** Why a base was taken; null where none was. */
  baseBecause: string | null;
  /** Of log, before it was compressed. */
  bytes: number;
  deleted: number;
}

/**
 * Puts the log that the server has written since the last run into the store, and before it a base where the log has none
 * to stand on. Together they make the database of any second that they reach.
 *
 * @returns `not allowed` where the role may not replicate (most who host databases keep a history themselves, and allow it to nobody)
 */
export async function archiveWal(databaseUrl: string, store: WalStore): Promise<Shipped | 'not allowed'> {
  const pool = createPool(databaseUrl, { applicationName: 'wal-archive', max: 1 });
  try {
    if (!(await mayReplicate(pool))) return 'not allowed';
    const server = await serverOf(pool);
    const held = await holdLog(pool);
    const archived = await archivedOf(store, server);
    const gap = gapAfter(archived, held);
    const baseBecause = gap ?? (await tooOld(store, archived));
    const base = baseBecause ? await newBase(databaseUrl, server, store) : 0n;
    const start = gap ? segmentStart(base, server.segmentBytes) : endOf(archived);
    const bytes = await ship(databaseUrl, pool, server, store, start);
    return { baseBecause, bytes, deleted: await clearAway(store) };
  } finally {
    await pool.end();
  }
}

async function mayReplicate(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ may: boolean }>(
    'select rolreplication or rolsuper as may from pg_roles where rolname = current_user',
  );
  return rows[0]?.may ?? false;
}

async function serverOf(pool: Pool): Promise<Server> {
  const { rows } = await pool.query<{ name: string; timeline: number; version: string; bytes: string }>(
    `select system_identifier || '-' || timeline_id as name, timeline_id as timeline,
       current_setting('server_version_num') as version,
       pg_size_bytes(current_setting('wal_segment_size')) as bytes
     from pg_control_system(), pg_control_checkpoint()`,
  );
  const { name = '', timeline = 1, version = '0', bytes = '0' } = rows[0] ?? {};
  return { name, timeline, postgres: Math.floor(Number(version) / 10_000), segmentBytes: Number(bytes) };
}

/** @returns from where on the server keeps its log for us; null where it has not done so until now */
async function holdLog(pool: Pool): Promise<bigint | null> {
  const { rows } = await pool.query<{ status: string; from: string | null }>(
    'select wal_status as status, restart_lsn as from from pg_replication_slots where slot_name = $1',
    [slot],
  );
  const [found] = rows;
  if (found?.from && found.status !== 'lost') return parseLsn(found.from);
  if (found) await pool.query('select pg_drop_replication_slot($1)', [slot]);
  await pool.query('select pg_create_physical_replication_slot($1, true)', [slot]);
  return null;
}

async function archivedOf(store: WalStore, { name }: Server): Promise<Archived> {
  const all = await store.list();
  return (
    all.find(({ server }) => server === name) ?? { server: name, bases: [], unfinished: [], stretches: [] }
  );
}

const endOf = ({ stretches }: Archived): bigint => stretches.at(-1)?.end ?? 0n;

/** Why the log that is stored cannot be gone on with; null where it can. */
function gapAfter(archived: Archived, held: bigint | null): string | null {
  const newest = archived.bases.at(-1);
  if (newest === undefined || endOf(archived) <= newest) return 'there is none of this server yet';
  if (held !== null && held <= endOf(archived)) return null;
  return `the log since ${formatLsn(endOf(archived))} is gone from the server`;
}

async function tooOld(store: WalStore, { server, bases }: Archived): Promise<string | null> {
  const { takenAt } = await store.readBaseFacts(server, bases.at(-1) ?? 0n);
  return Date.now() - Date.parse(takenAt) > baseEveryMs ? `the last is of ${takenAt}` : null;
}

async function newBase(databaseUrl: string, server: Server, store: WalStore): Promise<bigint> {
  const client = await connectForReplication(databaseUrl);
  try {
    return await takeBase(client, server, store);
  } finally {
    await client.end();
  }
}

/** @returns how many bytes of log there were */
async function ship(
  databaseUrl: string,
  pool: Pool,
  server: Server,
  store: WalStore,
  start: bigint,
): Promise<number> {
  const { end, untilMs } = await mark(pool);
  const client = await connectForReplication(databaseUrl);
  try {
    const log = Readable.from(logBetween(client, server.timeline, start, end));
    await store.writeStretch(server.name, { start, end, untilMs }, log);
  } finally {
    await client.end();
  }
  await pool.query('select pg_replication_slot_advance($1, $2::pg_lsn)', [slot, formatLsn(end)]);
  return Number(end - start);
}

/**
 * Ends what is shipped with a commit. A recovery to an instant is done when it sees a commit of after it: without this one
 * the time since the last write of somebody could not be recovered to.
 *
 * @returns the end of the log, and an instant before which everything committed is in it
 */
async function mark(pool: Pool): Promise<{ end: bigint; untilMs: number }> {
  const { rows: before } = await pool.query<{ now: Date }>('select clock_timestamp() as now');
  await inTransaction(pool, async (client) => {
    await client.query('set local synchronous_commit to on');
    await client.query("select pg_logical_emit_message(true, 'wal-archive', '')");
  });
  const { rows } = await pool.query<{ end: string }>('select pg_current_wal_flush_lsn() as end');
  return { end: parseLsn(rows[0]?.end ?? '0/0'), untilMs: before[0]?.now.getTime() ?? 0 };
}

async function clearAway(store: WalStore): Promise<number> {
  let deleted = 0;
  for (const archived of await store.list()) {
    const { bases, stretches } = expiredOf(archived, Date.now());
    await store.remove(archived.server, bases, stretches);
    deleted += bases.length + stretches.length;
  }
  return deleted;
}
