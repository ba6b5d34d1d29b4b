import { type HourTable, hoursOfDay } from './hour-table.ts';
import { type Member, rollForward } from './member.ts';
import { quantileSorted } from './statistics.ts';

/**
 * How wrong the model was of late, by hour (with its neighbours) and days ahead: the P10 and P90 of what actually came minus what the
 * model, fitted only on what was known then, would have said.
 */
export interface Bands {
  /** Lower and upper distance from the forecast for a day ahead (0 is the first) and a local hour, per MWh. */
  at(daysAhead: number, hour: number): { below: number; above: number };
}

/** Days looked back on. */
const backtestDays = 56;
/** The models are fitted anew every week while looking back: daily would cost seven times as much for the same band. */
const refitEveryDays = 7;
/** Beyond this many days ahead the band does not widen any more. */
const maxDaysAhead = 7;
/** Fewer errors than this around one hour, and the errors of all hours are taken together. */
const minSamples = 10;
/**
 * Share of past errors left out at either end. Less than the nominal 10 %, as the weeks behind understate the
 * spread of the day ahead: with 0.10 the band held 74 % of the prices of SE3 in 2024 to 2026, with 0.07 80 %.
 */
const tailShare = 0.07;

/**
 * @param shape usual course inside the hour, as added to the forecast; what is left of it counts as error
 * @param daysAhead the furthest day asked for
 */
export function bandsOf(member: Member, table: HourTable, shape: Float64Array, daysAhead: number): Bands {
  const horizon = Math.min(daysAhead, maxDaysAhead);
  const errors = trailingErrors(member, table, shape, horizon);
  const quantiles = errors.map((byHour) => {
    const pooled = byHour.flat();
    return byHour.map((_, hour) =>
      distances(byHour.slice(Math.max(0, hour - 1), hour + 2).flat(), pooled, table),
    );
  });
  return { at: (ahead, hour) => quantiles[Math.min(ahead, horizon - 1)]?.[hour] ?? { below: 0, above: 0 } };
}

/** Errors by days ahead and hour; one for each interval of each day looked back on. */
function trailingErrors(
  member: Member,
  table: HourTable,
  shape: Float64Array,
  horizon: number,
): number[][][] {
  const errors = Array.from({ length: horizon }, () =>
    Array.from({ length: hoursOfDay }, (): number[] => []),
  );
  const first = Math.max(member.minRows, table.rows - backtestDays);
  for (let fitted = first; fitted < table.rows; fitted += refitEveryDays) {
    const forecaster = member.fit(table, fitted);
    const until = Math.min(fitted + refitEveryDays, table.rows);
    for (let origin = fitted; origin < until; origin++) {
      const count = Math.min(horizon, table.rows - origin);
      rollForward(forecaster, table, origin, count).forEach((hours, ahead) => {
        addErrors(errors[ahead] ?? [], table, origin + ahead, hours, shape);
      });
    }
  }
  return errors;
}

function addErrors(
  byHour: number[][],
  table: HourTable,
  row: number,
  forecast: Float64Array,
  shape: Float64Array,
): void {
  if (table.imputedHours[row] !== 0) return;
  const within = table.withinHour[row];
  const perHour = shape.length / hoursOfDay;
  byHour.forEach((samples, hour) => {
    const error = (table.prices[row * hoursOfDay + hour] as number) - (forecast[hour] as number);
    for (let index = hour * perHour; index < (hour + 1) * perHour; index++) {
      samples.push(within ? error + (within[index] as number) - (shape[index] as number) : error);
    }
  });
}

function distances(
  aroundHour: readonly number[],
  pooled: readonly number[],
  table: HourTable,
): { below: number; above: number } {
  const samples = [aroundHour, pooled].find((errors) => errors.length >= minSamples) ?? spreadOf(table);
  const sorted = Float64Array.from(samples).sort();
  return {
    below: Math.min(0, quantileSorted(sorted, tailShare)),
    above: Math.max(0, quantileSorted(sorted, 1 - tailShare)),
  };
}

/** Without any error to look back on: how far prices lie from their mean. */
function spreadOf(table: HourTable): number[] {
  const mean = table.prices.reduce((sum, price) => sum + price, 0) / table.prices.length;
  return Array.from(table.prices, (price) => price - mean);
}
