import { type HourTable, hoursOfDay } from '@eo/app/domain/forecast/hour-table.ts';
import { type LearnedMember, lessonEveryDays } from '@eo/app/domain/forecast/learned-member.ts';
import type { DayForecaster, Member } from '@eo/app/domain/forecast/member.ts';

/** Forecasts of one member for the last days of a table, each made the day before. */
export interface Walk {
  /** `days * 24`, EUR/MWh. */
  forecasts: Float64Array;
  /** Processor time of each day, milliseconds; a lesson is not in it. */
  dayMs: number[];
  /** Processor time of each lesson; the first is the one from scratch. */
  lessonMs: number[];
}

/** Makes the forecaster of a row; called for one row after the other. */
type Step = (row: number) => { forecaster: DayForecaster; lessonMs: number | null };

/**
 * Walks over the last `days` rows: each is forecast by what was learned from the rows before it. What a member is
 * given ends with the row's exogenous forecasts, so nothing later can leak in.
 */
export function walk(
  member: Member | LearnedMember<unknown>,
  table: HourTable,
  days: number,
  progress: (done: number) => void = () => {},
): Walk {
  const step = 'learn' in member ? weekly(member, table) : nightly(member, table);
  const result: Walk = { forecasts: new Float64Array(days * hoursOfDay), dayMs: [], lessonMs: [] };
  for (let index = 0; index < days; index++) {
    const row = table.rows - days + index;
    const started = process.cpuUsage();
    const { forecaster, lessonMs } = step(row);
    result.forecasts.set(forecaster(knownBefore(table, row), row), index * hoursOfDay);
    const spent = elapsedMs(started);
    if (lessonMs !== null) result.lessonMs.push(lessonMs);
    result.dayMs.push(spent - (lessonMs ?? 0));
    progress(index + 1);
  }
  return result;
}

/** The table as it was the day before `row`: prices before it, exogenous forecasts up to and with it. */
export function knownBefore(table: HourTable, row: number): HourTable {
  return {
    ...table,
    rows: row,
    prices: table.prices.subarray(0, row * hoursOfDay),
    exogenous: (table.exogenous ?? []).map((series) => series.subarray(0, (row + 1) * hoursOfDay)),
  };
}

function nightly(member: Member, table: HourTable): Step {
  return (row) => ({ forecaster: member.fit(knownBefore(table, row), row), lessonMs: null });
}

function weekly(member: LearnedMember<unknown>, table: HourTable): Step {
  let learned: unknown = null;
  let age = 0;
  return (row) => {
    const isDue = age++ % lessonEveryDays === 0;
    const started = process.cpuUsage();
    if (isDue) learned = member.learn(knownBefore(table, row), row, learned);
    return { forecaster: member.forecaster(learned), lessonMs: isDue ? elapsedMs(started) : null };
  };
}

function elapsedMs(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}
