import { UsageError } from '../kit/options.ts';
import { type Manifest, readManifest } from './manifest.ts';
import type { BackupPlace } from './place.ts';

/**
 * The manifest of the backup that is meant: an id, the newest one by `latest`, or by an instant the newest that was taken
 * before it.
 *
 * @throws UsageError where there is none
 */
export async function findBackup(
  { store, keys }: BackupPlace,
  stack: string,
  wanted: string,
): Promise<Manifest> {
  const ids = await store.list();
  const id = idMeant(ids, wanted);
  if (id) return readManifest(store, keys, id, stack);
  const known = ids.length > 0 ? `Known: ${ids.join(', ')}.` : `${store.placeOf('')} has none at all.`;
  throw new UsageError(`There is no backup ${wanted} of the stack ${stack}. ${known}`);
}

/**
 * Which of ids in ascending order is meant by an id, `latest`, or an instant: the last one before it. Ids sort like the instants
 * that they are made of.
 */
export function idMeant(ids: readonly string[], wanted: string): string | undefined {
  return ids.includes(wanted) ? wanted : ids.filter((id) => isMeant(id, wanted)).at(-1);
}

function isMeant(id: string, wanted: string): boolean {
  if (wanted === 'latest') return true;
  return /^\d{4}-\d{2}-\d{2}/.test(wanted) && id <= wanted.replace(/[:.]/g, '-');
}
