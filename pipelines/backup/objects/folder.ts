import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Objects } from './objects.ts';

/** Files in a folder of this machine, readable by their owner only. */
export function folderObjects(root: string): Objects {
  return {
    placeOf: (path) => join(root, path),
    async list(prefix) {
      const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(noneWhenMissing);
      const paths = entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)));
      return paths.filter((path) => path.startsWith(prefix)).sort();
    },
    async write(path, content) {
      const file = join(root, path);
      const part = `${file}.part`;
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      try {
        await pipeline(content, createWriteStream(part, { mode: 0o600, flush: true }));
        await rename(part, file);
        await flushFolder(dirname(file));
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    read: (path) => createReadStream(join(root, path)),
    async remove(paths) {
      for (const path of paths) {
        await rm(join(root, path), { force: true });
        // The last file of a folder takes it along.
        await rmdir(dirname(join(root, path))).catch(() => {});
      }
    },
  };
}

/** A name that is new in a folder is there after a power failure only once the folder is written as well. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

function noneWhenMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
