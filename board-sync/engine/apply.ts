import { describeError, SyncError } from '../errors.ts';
import type { FieldName, Fields } from './item.ts';
import type { JournalLine } from './memory.ts';
import { type Place, viewOf } from './place.ts';
import type { Change, Plan } from './plan.ts';

/** What came of a plan. */
export interface Applied {
  created: number;
  updated: number;
  archived: number;
  failed: { place: string; key: string; message: string }[];
}

export interface ApplyOptions {
  /** Written at once after each change, so that a crash forgets none. */
  journal: (line: JournalLine) => void;
  progress: (done: number, total: number) => void;
}

/** After so many failures in a row a place is left alone until the next run. */
const failuresInARow = 3;

/**
 * Makes the changes of a plan: the places side by side, the changes of one place one after the other. A change that
 * fails leaves the others their chance; what failed is still different at the next run, and is planned again.
 *
 * @throws whatever is not a matter of one item: a wrong token, a defect
 */
export async function applyPlan(
  plan: Plan,
  places: readonly Place[],
  { journal, progress }: ApplyOptions,
): Promise<Applied> {
  const applied: Applied = { created: 0, updated: 0, archived: 0, failed: [] };
  let done = 0;
  const work = async (place: Place): Promise<void> => {
    let inARow = 0;
    await place.prepare?.();
    for (const change of plan.changes.filter((each) => each.place === place.id)) {
      try {
        if (inARow >= failuresInARow) throw new SyncError('unavailable', `${place.label} was left alone.`);
        await applyChange(place, change, journal);
        applied[outcomes[change.kind]]++;
        inARow = 0;
      } catch (error) {
        if (!isOfOneItem(error)) throw error;
        if (error.code === 'unavailable') inARow++;
        applied.failed.push({ place: place.label, key: change.key, message: describeError(error) });
      }
      progress(++done, plan.changes.length);
    }
  };
  const results = await Promise.allSettled(places.map(work));
  const thrown = results.find((result) => result.status === 'rejected');
  if (thrown) throw thrown.reason;
  return applied;
}

const outcomes = { create: 'created', update: 'updated', archive: 'archived' } as const;

const isOfOneItem = (error: unknown): error is SyncError =>
  error instanceof SyncError && (error.code === 'unavailable' || error.code === 'item-refused');

async function applyChange(place: Place, change: Change, journal: ApplyOptions['journal']): Promise<void> {
  const { key } = change;
  if (change.kind === 'archive') {
    await place.archive?.(change.entry);
    if (change.removedFrom) journal({ op: 'archived', key, place: place.id, for: change.removedFrom });
  } else if (change.kind === 'create') {
    const seen = shownAfterCreate(place, change.entry.fields);
    journal({ op: 'creating', key, place: place.id, seen: place.fillsLater ? emptied(seen) : seen });
    const id = (await place.create?.(change.entry)) ?? key;
    journal({ op: 'placed', key, place: place.id, id });
    journal({ op: 'shown', key, place: place.id, seen });
  } else {
    await place.update?.(change.entry, change.to);
    journal({ op: 'shown', key, place: place.id, seen: change.to });
  }
}

function shownAfterCreate(place: Place, fields: Fields): Fields {
  const names = Object.keys(fields) as FieldName[];
  return Object.fromEntries(names.map((name) => [name, viewOf(place, name, fields[name] ?? null)]));
}

const emptied = (fields: Fields): Fields =>
  Object.fromEntries(Object.keys(fields).map((name) => [name, null]));
