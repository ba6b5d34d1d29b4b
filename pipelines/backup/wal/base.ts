import { once } from 'node:events';
import { Readable } from 'node:stream';
import type pg from 'pg';
import { parseLsn } from './lsn.ts';
import { CopyCommand } from './replication.ts';
import { format, type WalStore } from './store.ts';

/** The server that is copied from. */
export interface Server {
  /** Its name in the store. */
  name: string;
  timeline: number;
  /** Major version. */
  postgres: number;
  segmentBytes: number;
}

/**
 * Copies all files of a server while it goes on, as `pg_basebackup` does: the server makes the archive, and refuses a page
 * whose checksum is wrong. Without the log since its start the copy is of no one moment, and of no use.
 *
 * @returns where the log has to begin
 */
export async function takeBase(client: pg.Client, server: Server, store: WalStore): Promise<bigint> {
  const { name, ...facts } = server;
  const command = new CopyCommand("BASE_BACKUP (LABEL 'wal-archive', CHECKPOINT 'fast')");
  client.query(command);
  // A row before the archive says where the copy starts, one behind it where it ends.
  await once(command, 'readable');
  const start = command.rows[0]?.[0] ?? '';
  await store.writeBase(name, parseLsn(start), Readable.from(archiveOf(command)));
  const end = command.rows.at(-1)?.[0] ?? '';
  const takenAt = new Date().toISOString();
  await store.writeBaseFacts({ format, stack: store.stack, server: name, ...facts, start, end, takenAt });
  return parseLsn(start);
}

/** Of messages that begin with their kind, what is of the archive; `n` opens one, `p` tells how far it is. */
async function* archiveOf(messages: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const message of messages) {
    const kind = String.fromCharCode(message[0] ?? 0);
    const body = message.subarray(1);
    if (kind === 'n' && !body.toString().startsWith('base.tar\0'))
      throw new Error('The server has tablespaces, which are not archived.');
    if (kind === 'd') yield body;
  }
}
