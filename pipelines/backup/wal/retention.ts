import type { Archived } from './store.ts';

/** A base begins a file of the log, behind what heads its first page. */
const pageBytes = 8192n;

/** How far back a second can be chosen, at least. */
export const reachMs = 7 * 86_400_000;

/**
 * What of one server's files may go: bases that a later one has stood in for since before the reach, the log before the
 * first that stays, and what was never finished, as no other run is under way. A server that has been gone for that long
 * goes altogether.
 */
export function expiredOf(
  { bases, unfinished, stretches }: Archived,
  nowMs: number,
): Pick<Archived, 'bases' | 'stretches'> {
  const wanted = stretches.filter(({ untilMs }) => untilMs > nowMs - reachMs);
  const [first] = wanted;
  if (!first) return { bases: [...(stretches.length > 0 ? bases : []), ...unfinished], stretches };
  const stays = bases.filter((base) => base <= first.start).at(-1) ?? bases[0] ?? 0n;
  return {
    bases: [...bases.filter((base) => base < stays), ...unfinished],
    stretches: stretches.filter(({ end }) => end <= stays - (stays % pageBytes)),
  };
}
