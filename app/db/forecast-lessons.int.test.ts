import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hourTableOf } from '../domain/forecast/hour-table.ts';
import { learnedMembers } from '../domain/forecast/members.ts';
import { historyBefore } from '../domain/forecast/testing.ts';
import { zoneNamed } from '../domain/testing.ts';
import { readLessons, writeLesson } from './forecast-lessons.ts';
import { migrate } from './migrate.ts';
import { createTestDatabase, type TestDatabase } from './testing.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.pool);
});
afterAll(() => database.drop());

const zone = zoneNamed('SE3');
const table = hourTableOf(zone, historyBefore(zone, '2026-03-10', 200), 15) ?? expect.fail();
const beforeDay = '2026-03-10';

describe('a lesson', () => {
  it.each(learnedMembers)(
    'of $name forecasts the same to a cent after it was stored',
    async (member) => {
      const learned = member.learn(table, table.rows, null);
      await writeLesson(database.pool, zone.id, { member: member.name, beforeDay, inputs: 0, learned });
      const stored = (await readLessons(database.pool, zone.id)).find((one) => one.member === member.name);
      expect(stored).toMatchObject({ beforeDay, inputs: 0 });
      const fresh = member.forecaster(learned)(table, table.rows);
      member
        .forecaster(stored?.learned)(table, table.rows)
        .forEach((price, hour) => {
          expect(price).toBeCloseTo(fresh[hour] ?? 0, 1);
        });
    },
    60_000,
  );

  it('takes the place of the one before, for its zone', async () => {
    const lesson = { member: 'm', beforeDay, inputs: 3, learned: [1] };
    await writeLesson(database.pool, 'FI', lesson);
    await writeLesson(database.pool, 'FI', { ...lesson, beforeDay: '2026-03-17', learned: [2] });
    expect(await readLessons(database.pool, 'FI')).toMatchObject([{ beforeDay: '2026-03-17', learned: [2] }]);
    expect(await readLessons(database.pool, 'EE')).toEqual([]);
  });

  it('is none when it cannot be read', async () => {
    await database.pool.query("update forecast_lesson set learned = '\\x00ff' where zone = 'FI'");
    expect(await readLessons(database.pool, 'FI')).toMatchObject([{ member: 'm', learned: null }]);
  });

  it('of all members together takes less than a megabyte', async () => {
    const { rows } = await database.pool.query<{ bytes: string }>(
      'select sum(pg_column_size(learned)) as bytes from forecast_lesson where zone = $1',
      [zone.id],
    );
    expect(Number(rows[0]?.bytes)).toBeGreaterThan(100_000);
    expect(Number(rows[0]?.bytes)).toBeLessThan(1_000_000);
  });
});
