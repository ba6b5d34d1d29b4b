import type { Zone } from '@eo/app/contract/http.ts';
import { type Lesson, readLessons, writeLesson } from '@eo/app/db/forecast-lessons.ts';
import type { Database } from '@eo/app/db/pool.ts';
import type { HourTable } from '@eo/app/domain/forecast/hour-table.ts';
import { lessonEveryDays } from '@eo/app/domain/forecast/learned-member.ts';
import { learnedMembers } from '@eo/app/domain/forecast/members.ts';
import { dayNumber } from '@eo/app/domain/market-day.ts';

/**
 * Teaches the members of a zone that are taught once a week whatever is due before a day is forecast, and stores it.
 * One whose lesson took in other inputs starts anew; one whose history is too short, or whose last lesson took in the day itself, has none.
 *
 * @returns the lesson of each, and how many were given now
 */
export async function lessonsFor(
  db: Database,
  zone: Zone,
  table: HourTable,
  day: string,
): Promise<{ lessons: Map<string, unknown>; taught: number }> {
  const stored = new Map((await readLessons(db, zone.id)).map((lesson) => [lesson.member, lesson]));
  const row = dayNumber(day) - table.firstEpochDay;
  const inputs = table.exogenous?.length ?? 0;
  const lessons = new Map<string, unknown>();
  let taught = 0;
  for (const { name, minRows, learn } of learnedMembers) {
    const last = stored.get(name);
    const before = last?.inputs === inputs ? last : undefined;
    if (row < minRows || (last && last.beforeDay > day)) continue;
    if (!isDue(zone, day, before)) {
      lessons.set(name, before?.learned);
      continue;
    }
    const learned = learn(table, row, before?.learned ?? null);
    await writeLesson(db, zone.id, { member: name, beforeDay: day, inputs, learned });
    lessons.set(name, learned);
    taught += 1;
  }
  return { lessons, taught };
}

/** Each zone has its day of the week, so that the lessons of many are spread over it; a missed one is made up for. */
function isDue(zone: Zone, day: string, before: Lesson | undefined): boolean {
  if (!before || before.learned === null) return true;
  const age = dayNumber(day) - dayNumber(before.beforeDay);
  const isItsDay = (dayNumber(day) - placeInWeek(zone)) % lessonEveryDays === 0;
  return age >= lessonEveryDays || (age > 0 && isItsDay);
}

function placeInWeek({ id }: Zone): number {
  return [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % lessonEveryDays;
}
