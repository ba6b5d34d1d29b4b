import { createHash } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import type { Objects } from './objects/objects.ts';

/** A file of a backup as it lies in the store. */
export interface StoredFile {
  bytes: number;
  /** Of the bytes as stored, hexadecimal. */
  sha256: string;
}

/** Last of a backup's files: what has none was not finished, and is never listed. */
export const manifestFile = 'manifest.age';

/** Backups of one stack: `<stack>/<id>/<file>`. */
export class BackupStore {
  constructor(
    readonly objects: Objects,
    readonly stack: string,
  ) {}

  /** Where a backup is, for people. */
  placeOf(id: string): string {
    return this.objects.placeOf([this.stack, id].filter(Boolean).join('/'));
  }

  /** Ids of finished backups, oldest first: they begin with their time. */
  async list(): Promise<string[]> {
    const files = await this.#filesById();
    return [...files].flatMap(([id, paths]) => (this.#isFinished(id, paths) ? [id] : []));
  }

  /** Stores a file whole or not at all. */
  async write(id: string, name: string, content: Readable): Promise<StoredFile> {
    const hash = createHash('sha256');
    let bytes = 0;
    const measured = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        bytes += chunk.length;
        done(null, chunk);
      },
    });
    content.once('error', (error) => measured.destroy(error));
    await this.objects.write(this.#path(id, name), content.pipe(measured));
    return { bytes, sha256: hash.digest('hex') };
  }

  read(id: string, name: string): Readable {
    return this.objects.read(this.#path(id, name));
  }

  /** Deletes backups; of each first what makes it one, so that half of it is never listed. */
  async remove(ids: readonly string[]): Promise<void> {
    const files = await this.#filesById();
    for (const id of ids) {
      const manifest = this.#path(id, manifestFile);
      const others = (files.get(id) ?? []).filter((path) => path !== manifest);
      await this.objects.remove([manifest, ...others]);
    }
  }

  /** Deletes what runs before an id have left unfinished; a later one may be under way. */
  async removeUnfinished(before: string): Promise<void> {
    for (const [id, paths] of await this.#filesById())
      if (id < before && !this.#isFinished(id, paths)) await this.objects.remove(paths);
  }

  #isFinished(id: string, paths: readonly string[]): boolean {
    return paths.includes(this.#path(id, manifestFile));
  }

  #path(id: string, name: string): string {
    return `${this.stack}/${id}/${name}`;
  }

  /** Paths of everything that is there, by the backup that they are of. */
  async #filesById(): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>();
    const paths = await this.objects.list(`${this.stack}/`);
    for (const path of paths) {
      const id = path.split('/')[1] ?? '';
      // The log of the server lies beside.
      if (!/^\d/.test(id)) continue;
      found.set(id, [...(found.get(id) ?? []), path]);
    }
    return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** The SHA-256 of a stream, hexadecimal. */
export async function sha256Of(content: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
