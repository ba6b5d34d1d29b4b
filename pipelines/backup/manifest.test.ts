import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { format, type Manifest, readManifest, writeManifest } from './manifest.ts';
import { folderObjects } from './objects/folder.ts';
import { identityOf } from './place.ts';
import { BackupStore } from './store.ts';

const folder = mkdtempSync(join(tmpdir(), 'eo-manifest-'));
afterAll(() => rmSync(folder, { recursive: true }));

const store = new BackupStore(folderObjects(folder), 'home');
const keys = [identityOf(Buffer.alloc(32, 3).toString('base64'))] as const;

/** Writes the manifest of a backup of another time, and reads it. */
async function readBack(written: number): Promise<Manifest> {
  const id = `2026-01-0${written}T02-00-00-000Z`;
  const manifest = { stack: 'home', id, takenAt: '', release: '', migrations: [], tables: [] };
  await writeManifest(store, keys, { ...manifest, format: written as Manifest['format'] });
  return readManifest(store, keys, id, 'home');
}

describe('a manifest', () => {
  it.each([1, format])('is read when it has the format %i', async (written) => {
    expect((await readBack(written)).format).toBe(written);
  });

  it('of a later release is refused, saying so', async () => {
    await expect(readBack(format + 1)).rejects.toThrow(
      `has the format ${format + 1}; this release reads up to ${format}.`,
    );
  });
});
