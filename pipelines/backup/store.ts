import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A file of a backup as it lies in the store. */
export interface StoredFile {
  bytes: number;
  /** Of the bytes as stored, hexadecimal. */
  sha256: string;
}

/** Last of a backup's files: what has none was not finished, and is never listed. */
export const manifestFile = 'manifest.age';

/** Backups of one stack in a folder: `<folder>/<stack>/<id>/<file>`. */
export class BackupStore {
  readonly #root: string;

  constructor(folder: string, stack: string) {
    this.#root = join(folder, stack);
  }

  /** Where a backup is, for people. */
  placeOf(id: string): string {
    return join(this.#root, id);
  }

  /** Ids of finished backups, oldest first: they begin with their time. */
  async list(): Promise<string[]> {
    const ids = await readdir(this.#root).catch(noneWhenMissing);
    const finished = await Promise.all(
      ids.map((id) =>
        stat(join(this.#root, id, manifestFile)).then(
          () => true,
          () => false,
        ),
      ),
    );
    return ids.filter((_, index) => finished[index]).sort();
  }

  /** Stores a file whole or not at all; it is on the disk when this returns. */
  async write(id: string, name: string, content: Readable): Promise<StoredFile> {
    const folder = join(this.#root, id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const part = join(folder, `${name}.part`);
    const hash = createHash('sha256');
    let bytes = 0;
    const measured = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        bytes += chunk.length;
        done(null, chunk);
      },
    });
    try {
      await pipeline(content, measured, createWriteStream(part, { mode: 0o600, flush: true }));
      await rename(part, join(folder, name));
      await flushFolder(folder);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    return { bytes, sha256: hash.digest('hex') };
  }

  read(id: string, name: string): Readable {
    return createReadStream(join(this.#root, id, name));
  }

  /** Deletes a backup; first what makes it one, so that half of it is never listed. */
  async remove(id: string): Promise<void> {
    await rm(join(this.#root, id, manifestFile), { force: true });
    await rm(join(this.#root, id), { recursive: true, force: true });
  }

  /** Deletes what runs that did not finish have left, but for one that may be under way. */
  async removeUnfinished(except: string): Promise<void> {
    const finished = await this.list();
    const all = await readdir(this.#root).catch(noneWhenMissing);
    for (const id of all) if (!finished.includes(id) && id < except) await this.remove(id);
  }
}

/** The SHA-256 of a stream, hexadecimal. */
export async function sha256Of(content: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** A name that is new in a folder is there after a power failure only once the folder is written as well. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

function noneWhenMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
