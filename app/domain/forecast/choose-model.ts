import { type HourTable, hoursOfDay } from './hour-table.ts';
import { meanProfile } from './mean-profile.ts';
import type { Member } from './member.ts';
import { nightlyMembers, shortHistoryMembers } from './members.ts';
import { lastDay, naiveWeek } from './naive-week.ts';

/** The model a history allows. */
export interface Choice {
  members: readonly Member[];
  /** Why it is not the full model; null when it is. */
  fallback: string | null;
}

/** Two weeks beyond the least the regressions need, so that their errors can be told. */
const shortWindowDays = Math.max(...shortHistoryMembers.map(({ minRows }) => minRows)) + 14;
/** Below half a year the long window has learned nothing that the short one has not. */
const longWindowDays = 182;
const recentDays = 14;
const flatSpread = 0.01;
const maxImputedShare = 0.2;

/**
 * @param missingDays days between the end of the history and the first day asked for
 */
export function chooseModel(table: HourTable, missingDays: number): Choice {
  const days = `${table.rows} ${table.rows === 1 ? 'day' : 'days'} of history`;
  if (table.rows === 1) return { members: [lastDay], fallback: `only ${days}` };
  if (table.rows < naiveWeek.minRows) return { members: [meanProfile], fallback: `only ${days}` };
  const reason = reasonAgainstRegression(table, missingDays);
  if (reason) return { members: [naiveWeek], fallback: reason };
  if (table.rows >= longWindowDays) return { members: nightlyMembers, fallback: null };
  return { members: shortHistoryMembers, fallback: `only ${days}, the long window needs ${longWindowDays}` };
}

function reasonAgainstRegression(table: HourTable, missingDays: number): string | null {
  if (table.rows < shortWindowDays) {
    return `only ${table.rows} days of history, a regression needs ${shortWindowDays}`;
  }
  if (missingDays > recentDays) return `the history ends ${missingDays} days too early`;
  const recent = table.prices.slice(-recentDays * hoursOfDay).sort();
  if ((recent.at(-1) as number) - (recent[0] as number) < flatSpread) {
    return `prices did not move in the last ${recentDays} days`;
  }
  const imputed = table.imputedHours.slice(-recentDays).reduce((sum, hours) => sum + hours, 0);
  const share = imputed / (recentDays * hoursOfDay);
  if (share <= maxImputedShare) return null;
  return `${Math.round(share * 100)} % of the last ${recentDays} days have no prices`;
}
