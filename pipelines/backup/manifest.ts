import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Keys } from './place.ts';
import { open, SealError, seal } from './sealed.ts';
import { type BackupStore, manifestFile, type StoredFile } from './store.ts';
import type { TableContent, TableShape } from './tables.ts';

/** What a backup is made of. It is sealed itself, so that only who has the key made it or reads it. */
export interface Manifest {
  format: (typeof readable)[number];
  /** Name of the stack; a backup goes into no other. */
  stack: string;
  id: string;
  /** ISO instant of the snapshot: everything that was committed before it is in it. */
  takenAt: string;
  release: string;
  /** Migrations that the database had, by name and checksum. */
  migrations: { name: string; checksum: string }[];
  /** In the order in which they go in again. */
  tables: (TableShape & TableContent & StoredFile & { file: string })[];
}

export const format = 2;
/** Before 2 lists of numbers were not packed. */
const readable = [1, format] as const;

export async function writeManifest(store: BackupStore, keys: Keys, manifest: Manifest): Promise<StoredFile> {
  const sealed = await seal(Readable.from([Buffer.from(JSON.stringify(manifest))]), keys[0]);
  return store.write(manifest.id, manifestFile, sealed);
}

/** @throws SealError when it does not open, or is not that of this backup and stack */
export async function readManifest(
  store: BackupStore,
  keys: Keys,
  id: string,
  stack: string,
): Promise<Manifest> {
  const name = `${store.placeOf(id)}/${manifestFile}`;
  const manifest = JSON.parse(await text(open(store.read(id, manifestFile), keys, name))) as Manifest;
  if (!readable.includes(manifest.format))
    throw new SealError(`${name} has the format ${manifest.format}; this release reads up to ${format}.`);
  if (manifest.stack !== stack)
    throw new SealError(
      `${name} is of the stack ${manifest.stack}, not of ${stack}. Name the right one with --stack.`,
    );
  if (manifest.id !== id) throw new SealError(`${name} is that of the backup ${manifest.id}, not of ${id}.`);
  return manifest;
}
