import { type ForecastDayRecord, readForecastDays } from '@eo/app/db/forecast-days.ts';
import {
  readAccuracy,
  readJudgedDays,
  readLearning,
  recordAccuracy,
  writeLearning,
} from '@eo/app/db/forecast-learning.ts';
import type { Database } from '@eo/app/db/pool.ts';
import { biasOf, carriedOf, trailingDays, weightsOf } from '@eo/app/domain/forecast/learning/blend.ts';
import { type Live, liveForecast } from '@eo/app/domain/forecast/learning/live-forecast.ts';
import { observe } from '@eo/app/domain/forecast/learning/observe.ts';
import { emptyState, type LearningState, stateFor } from '@eo/app/domain/forecast/learning/state.ts';
import { learnedMembers, nightlyMembers } from '@eo/app/domain/forecast/members.ts';
import { mae, meanError } from '@eo/app/domain/forecast/metrics.ts';
import { dayNumber } from '@eo/app/domain/market-day.ts';
import { type DayErrors, decide } from './gate.ts';

/** What learning from the new days of a zone brought. */
export interface Learned {
  daysJudged: number;
  /** Nights after which other weights were live. */
  adopted: number;
  live: Live | null;
}

const names = [...nightlyMembers, ...learnedMembers].map(({ name }) => name);

/**
 * Judges the observed forecasts of a zone that have not been judged, in order: records how good each was, learns from
 * it, and lets the tuned weights go live where the gate allows it. A day whose prices came after a later one was learned
 * from is judged all the same; it teaches nothing, as weights are tuned in the order of the days. To be called in a
 * transaction.
 */
export async function learnZone(db: Database, zone: string): Promise<Learned> {
  const stored = await readLearning(db, zone);
  let state = stateFor(names, stored.state);
  let live = stored.live as Live | null;
  const judgedDays = await readJudgedDays(db, zone);
  const past: DayErrors[] = await readAccuracy(db, zone, trailingDays - 1);
  const learned = { daysJudged: 0, adopted: 0 };
  for (const forecast of await readForecastDays(db, zone, '1970-01-01')) {
    const isLate = afterDay(state, forecast) === state;
    const judged = judgedDays.has(forecast.day) ? null : judge(isLate ? emptyState(names) : state, forecast);
    if (!judged) continue;
    past.push(judged.record);
    const { trailing, goesLive } = decide(past);
    const isKept = isLate || goesLive === 'as-before' || (goesLive === 'plain-mean' && !live);
    const adopted = isKept ? null : goesLive;
    if (!isLate) state = judged.after;
    if (adopted) live = adopted === 'tuned' ? tuned(state, forecast) : null;
    if (!isLate && live) live = { ...live, carried: carriedInto(state, dayNumber(forecast.day) + 1) };
    await recordAccuracy(db, zone, { ...judged.record, trailing, adopted, weights: live?.weights ?? {} });
    learned.daysJudged += 1;
    learned.adopted += adopted ? 1 : 0;
  }
  if (learned.daysJudged > 0) await writeLearning(db, zone, { state, live });
  return { ...learned, live };
}

/** How good a forecast was, and the state that has learned from it; null while there is nothing to judge. */
function judge(before: LearningState, forecast: ForecastDayRecord) {
  const { day, price, members, actual } = forecast;
  const after = afterDay(before, forecast);
  const judged = after.days.at(-1);
  if (after === before || !judged || !actual) return null;
  const record = {
    day,
    mae: mae(price, actual),
    bias: meanError(price, actual),
    candidateMae: mae(liveForecast(tuned(before, forecast), members, dayNumber(day)), actual),
    plainMae: judged.plainError,
    members: byName(after, judged.memberError),
    coverage: judged.coverage,
  };
  return { after, record };
}

function afterDay(state: LearningState, { day, members, actual }: ForecastDayRecord): LearningState {
  if (!actual) return state;
  const forecasts = state.members.map((name) => (members[name] ? Float64Array.from(members[name]) : null));
  return observe(state, { epochDay: dayNumber(day), prices: actual, forecasts });
}

/** What a state makes of a forecast, for the members that took part in it. */
function tuned(state: LearningState, { day, members }: ForecastDayRecord): Live {
  const weights = weightsOf(
    state,
    state.members.map((name) => name in members),
  );
  const carried = carriedInto(state, dayNumber(day));
  return { weights: byName(state, weights), bias: [...biasOf(state)], carried };
}

const carriedInto = (state: LearningState, epochDay: number) => ({
  epochDay,
  price: carriedOf(state, epochDay),
});

const byName = <Value>({ members }: LearningState, values: readonly Value[]): Record<string, Value> =>
  Object.fromEntries(members.map((name, index) => [name, values[index] as Value]));
