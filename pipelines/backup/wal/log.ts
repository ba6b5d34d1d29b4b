import type pg from 'pg';
import { formatLsn } from './lsn.ts';
import { CopyCommand } from './replication.ts';

/** Before the bytes of a message: its kind, where they begin, the end of the log, and a time. */
const headerBytes = 1 + 8 + 8 + 8;

/**
 * The bytes of the log from one place to another, up to which it has been written out. The server would go on for ever, so
 * the connection is to be ended afterwards.
 */
export async function* logBetween(
  client: pg.Client,
  timeline: number,
  start: bigint,
  end: bigint,
): AsyncGenerator<Buffer> {
  const command = new CopyCommand(`START_REPLICATION PHYSICAL ${formatLsn(start)} TIMELINE ${timeline}`);
  client.query(command);
  let position = start;
  for await (const message of command as AsyncIterable<Buffer>) {
    if (message[0] !== 'w'.charCodeAt(0)) continue;
    if (message.readBigUInt64BE(1) !== position)
      throw new Error(`The server sent its log from another place than ${formatLsn(position)}.`);
    const bytes = message.subarray(headerBytes, headerBytes + Number(end - position));
    yield bytes;
    position += BigInt(bytes.length);
    if (position >= end) return;
  }
  throw new Error(`The server ended its log at ${formatLsn(position)}, before ${formatLsn(end)}.`);
}
