import { type WideScale, wideFeatures, wideLagRows, wideMatrix, wideScaleOf } from './features/wide.ts';
import { type HourTable, hoursOfDay } from './hour-table.ts';
import { descend, type LassoProblem, residualShare } from './lasso.ts';
import type { LearnedMember } from './learned-member.ts';
import { dot } from './linear-algebra.ts';
import { type DayForecaster, meanOfDays } from './member.ts';
import { type AsinhScale, fromScaled } from './statistics.ts';
import { trainingRows } from './training-rows.ts';

/**
 * LEAR (Uniejewski, Nowotarski, Weron 2016; Lago et al. 2021): 24 LASSO regressions on the wide features. The penalty
 * is chosen by AIC on columns of unit norm, as in the published figures, and then used on the columns as they are:
 * for n days that is √n times weaker than the textbook, and clearly better.
 */
export interface Lear {
  scale: WideScale;
  /** By hour. */
  hours: { intercept: number; weights: Float64Array }[];
}

const pathSteps = 24;
/** The smallest penalty tried, as a share of the one that leaves nothing. */
const smallestShare = 1e-3;
/** AIC may rise for this many steps before the path is left. */
const patience = 4;

/**
 * The mean of LEARs of several training windows, as Lago et al. combine them: what differs between them is mostly chance,
 * so they have one voice among the members, not one each.
 *
 * @param windows lengths of the training windows, in days; a shorter history is used as it is
 */
export function lear(windows: readonly number[]): LearnedMember<Lear[]> {
  return {
    name: 'lear',
    minRows: 49,
    learn: (table, end, before) =>
      windows.map((windowDays, index) => learnWindow(table, end, windowDays, before?.[index])),
    forecaster: (learned) => {
      const forecasters = learned.map(forecasterOf);
      return (given, row) => meanOfDays(forecasters.map((forecaster) => forecaster(given, row)));
    },
  };
}

function learnWindow(table: HourTable, end: number, windowDays: number, before: Lear | undefined): Lear {
  const first = Math.max(wideLagRows, end - windowDays + wideLagRows);
  const scale = wideScaleOf(table, first - wideLagRows, end);
  const features = wideFeatures(table, scale, first, end);
  const rows = trainingRows(table, first, end, 42);
  const { columns } = features;
  const { x, means, gram } = centredGram(wideMatrix(features, rows), rows.length, columns);
  const hours = Array.from({ length: hoursOfDay }, (_, hour) => {
    const y = Float64Array.from(rows, (row) => features.target(row, hour));
    const start = before?.hours[hour]?.weights;
    return fitHour(x, y, means, gram, start?.length === columns ? start : undefined);
  });
  return { scale, hours };
}

function forecasterOf({ scale, hours }: Lear): DayForecaster {
  return (given, row) => {
    const now = wideFeatures(given, scale, row, row + 1);
    const x = new Float64Array(now.columns);
    now.fill(x, 0, row);
    return Float64Array.from(hours, ({ intercept, weights }, hour) => {
      const z = intercept + dot(weights, 0, x, 0, x.length);
      return fromScaled(z, scale.price[hour] as AsinhScale);
    });
  };
}

function fitHour(
  x: Float64Array,
  y: Float64Array,
  means: Float64Array,
  gram: Float64Array,
  start: Float64Array | undefined,
): Lear['hours'][number] {
  const size = means.length;
  const n = y.length;
  const mean = y.reduce((sum, value) => sum + value, 0) / n;
  const variance = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  const moment = new Float64Array(size);
  y.forEach((value, row) => {
    for (let j = 0; j < size; j++) {
      moment[j] = (moment[j] as number) + ((value - mean) / n) * (x[row * size + j] as number);
    }
  });
  const weights = new Float64Array(size);
  if (variance > 1e-12) {
    const problem = { gram, moment, size };
    const { lambda, path } = lambdaByAic(problem, variance, n);
    weights.set(start ?? path);
    descend(problem, new Float64Array(size).fill(lambda / Math.sqrt(n)), weights);
  }
  return { intercept: mean - dot(weights, 0, means, 0, size), weights };
}

/** The penalty, for columns of deviation 1, with the least AIC = n * residual share + 2 * coefficients in use. */
function lambdaByAic(problem: LassoProblem, variance: number, n: number) {
  const { gram, moment, size } = problem;
  const deviations = moment.map((_, j) => Math.sqrt(gram[j * size + j] as number));
  const strengths = moment.map((value, j) => {
    const deviation = deviations[j] as number;
    return deviation > 1e-9 ? Math.abs(value) / deviation : 0;
  });
  const largest = Math.max(...strengths);
  const weights = new Float64Array(size);
  let best = { lambda: largest, path: weights.slice(), aic: Number(n) };
  for (let step = 1, worse = 0; step < pathSteps && worse < patience; step++) {
    const lambda = largest * smallestShare ** (step / (pathSteps - 1));
    const penalties = deviations.map((deviation) => lambda * deviation);
    descend(problem, penalties, weights, 50);
    const used = weights.reduce((count, weight) => count + (weight === 0 ? 0 : 1), 0);
    const aic = n * residualShare(problem, weights, variance) + 2 * used;
    worse = aic < best.aic ? 0 : worse + 1;
    if (worse === 0) best = { lambda, path: weights.slice(), aic };
  }
  return best;
}

/** Centres the columns of `x` in place. */
function centredGram(x: Float64Array, count: number, columns: number) {
  const means = new Float64Array(columns);
  x.forEach((value, index) => {
    means[index % columns] = (means[index % columns] as number) + value / count;
  });
  const transposed = new Float64Array(x.length);
  x.forEach((value, index) => {
    const column = index % columns;
    x[index] = value - (means[column] as number);
    transposed[column * count + (index - column) / columns] = x[index] as number;
  });
  const gram = new Float64Array(columns * columns);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j <= i; j++) {
      const value = dot(transposed, i * count, transposed, j * count, count) / count;
      gram[i * columns + j] = value;
      gram[j * columns + i] = value;
    }
  }
  return { x, means, gram };
}
