import { UsageError } from '../../kit/options.ts';
import { RestoreError } from '../put-back.ts';
import { formatLsn, parseLsn, segmentStart } from './lsn.ts';
import type { Archived, Base, Stretch, WalStore } from './store.ts';

/** The instant that is recovered to, or as far as the log goes. */
export type Wanted = Date | 'latest';

/** A base and the log behind it. */
export interface Chain {
  base: Base;
  start: bigint;
  /** Ascending, without a gap, the first from where the file of `start` begins. */
  stretches: Stretch[];
  /** ISO instant that it leads to. */
  until: string;
}

/**
 * The base and the stretches of log that lead to an instant.
 *
 * @param storedBefore only log of before it counts: what a server in the place of a lost one has stored since is left out
 * @throws UsageError where the store reaches nowhere near, RestoreError where a stretch between is missing
 */
export async function chainTo(store: WalStore, wanted: Wanted, storedBefore?: Date): Promise<Chain> {
  const reaches = await reachesOf(store, storedBefore?.getTime() ?? Number.POSITIVE_INFINITY);
  const reach = reaches.filter((each) => isWithin(each, wanted)).at(-1);
  if (!reach) throw new UsageError(outOfReach(store, reaches, wanted));
  const { archived, bases } = reach;
  const base = bases
    .filter(({ takenAt }) => wanted === 'latest' || Date.parse(takenAt) <= wanted.getTime())
    .at(-1);
  if (!base) throw new UsageError(outOfReach(store, reaches, wanted));
  const start = parseLsn(base.start);
  const stretches = unbroken(archived.stretches, segmentStart(start, base.segmentBytes), wanted);
  const until = wanted === 'latest' ? new Date(stretches.at(-1)?.untilMs ?? 0) : wanted;
  return { base, start, stretches, until: until.toISOString() };
}

/** From when to when the seconds of one server can be had. */
interface Reach {
  archived: Archived;
  /** Ascending. */
  bases: Base[];
  fromMs: number;
  toMs: number;
}

/** Ascending by where they end. */
async function reachesOf(store: WalStore, storedBeforeMs: number): Promise<Reach[]> {
  const reaches: Reach[] = [];
  for (const listed of await store.list()) {
    const stretches = listed.stretches.filter(({ untilMs }) => untilMs <= storedBeforeMs);
    const archived = { ...listed, stretches };
    const bases = await Promise.all(
      archived.bases.map((start) => store.readBaseFacts(archived.server, start)),
    );
    const toMs = archived.stretches.at(-1)?.untilMs;
    const fromMs = Date.parse(bases[0]?.takenAt ?? '');
    if (toMs !== undefined && fromMs <= toMs) reaches.push({ archived, bases, fromMs, toMs });
  }
  return reaches.sort((a, b) => a.toMs - b.toMs);
}

const isWithin = ({ fromMs, toMs }: Reach, wanted: Wanted): boolean =>
  wanted === 'latest' || (fromMs <= wanted.getTime() && wanted.getTime() <= toMs);

function outOfReach({ stack }: WalStore, reaches: readonly Reach[], wanted: Wanted): string {
  if (reaches.length === 0)
    return `There is no log of the stack ${stack}. It is stored by: npm run pipeline -- wal-archive --stack ${stack}`;
  const spans = reaches.map(
    ({ fromMs, toMs }) => `from ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`,
  );
  const what = wanted === 'latest' ? 'Nothing' : wanted.toISOString();
  return `${what} cannot be recovered: the log of the stack ${stack} reaches ${spans.join(', and ')}.`;
}

/** @throws RestoreError naming what is missing */
function unbroken(stretches: readonly Stretch[], from: bigint, wanted: Wanted): Stretch[] {
  const chain: Stretch[] = [];
  let position = from;
  for (const stretch of stretches.filter(({ end }) => end > from)) {
    if (stretch.start > position) throw new RestoreError(missing(position, stretch.start, chain.at(-1)));
    chain.push(stretch);
    position = stretch.end;
    if (wanted !== 'latest' && stretch.untilMs >= wanted.getTime()) break;
  }
  return chain;
}

function missing(from: bigint, to: bigint, last: Stretch | undefined): string {
  const reach = last ? `Nothing after ${new Date(last.untilMs).toISOString()}` : 'Nothing';
  return `The log from ${formatLsn(from)} to ${formatLsn(to)} is missing. ${reach} can be recovered with this base.`;
}
