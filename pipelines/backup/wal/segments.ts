import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { RestoreError } from '../put-back.ts';
import { formatLsn, segmentName, segmentStart } from './lsn.ts';
import type { Stretch } from './store.ts';

/** Writes stretches of log into the files that PostgreSQL keeps it in, each as long as it expects them. */
export class SegmentWriter {
  readonly #folder: string;
  readonly #timeline: number;
  readonly #segmentBytes: number;
  #file: { start: bigint; handle: FileHandle } | undefined;

  constructor(folder: string, timeline: number, segmentBytes: number) {
    this.#folder = folder;
    this.#timeline = timeline;
    this.#segmentBytes = segmentBytes;
  }

  /** @throws RestoreError when the bytes are not as many as the stretch is long */
  async write({ start, end, path }: Stretch, log: Readable): Promise<void> {
    let position = start;
    for await (const chunk of log as AsyncIterable<Buffer>) {
      await this.#writeAt(position, chunk);
      position += BigInt(chunk.length);
    }
    if (position !== end)
      throw new RestoreError(`${path} ends at ${formatLsn(position)}, and should end at ${formatLsn(end)}.`);
  }

  async close(): Promise<void> {
    await this.#file?.handle.close();
    this.#file = undefined;
  }

  async #writeAt(position: bigint, bytes: Buffer): Promise<void> {
    const start = segmentStart(position, this.#segmentBytes);
    const offset = Number(position - start);
    const fits = bytes.subarray(0, this.#segmentBytes - offset);
    const handle = await this.#fileAt(start);
    await handle.write(fits, 0, fits.length, offset);
    const rest = bytes.subarray(fits.length);
    if (rest.length > 0) await this.#writeAt(position + BigInt(fits.length), rest);
  }

  async #fileAt(start: bigint): Promise<FileHandle> {
    if (this.#file?.start === start) return this.#file.handle;
    await this.close();
    const name = segmentName(this.#timeline, start, this.#segmentBytes);
    // A stretch may end in the middle of a file, and the next goes on in it.
    const handle = await open(join(this.#folder, name), 'r+').catch(() =>
      open(join(this.#folder, name), 'w+', 0o600),
    );
    await handle.truncate(this.#segmentBytes);
    this.#file = { start, handle };
    return handle;
  }
}
