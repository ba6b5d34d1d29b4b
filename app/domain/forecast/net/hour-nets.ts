import {
  type NarrowFeatures,
  type NarrowScale,
  narrowFeatures,
  narrowLagRows,
  narrowScaleOf,
} from '../features/narrow.ts';
import { hoursOfDay } from '../hour-table.ts';
import { type LearnedMember, lessonDays } from '../learned-member.ts';
import { createRandom, type Random } from '../random.ts';
import { fromScaled } from '../statistics.ts';
import { trainingRows } from '../training-rows.ts';
import { answer, initialParameters, layersOf } from './net.ts';
import { type Samples, type Schedule, train } from './train.ts';

/** One net an hour (times the seeds), on the narrow features, each column standardised. */
export interface HourNets {
  /** Lessons taken; also what the order of samples is drawn from. */
  lessons: number;
  scale: NarrowScale;
  /** By hour: mean and deviation of each column, parameters of each seed. */
  hours: { means: Float64Array; deviations: Float64Array; parameters: Float64Array[] }[];
}

const hidden = [32];
const firstLesson: Schedule = { epochs: 60, from: 2e-3, to: 6e-5 };
const laterLesson: Schedule = { epochs: 4, from: 5e-4, to: 5e-5 };

/** @param seeds how many nets are averaged, in scaled prices */
export function hourNets(seeds: number): LearnedMember<HourNets> {
  return {
    name: `hour-nets-${seeds}`,
    minRows: 182,
    learn(table, end, before) {
      const first = Math.max(narrowLagRows + 1, end - lessonDays);
      const scale = narrowScaleOf(table, first, end);
      const features = narrowFeatures(table, scale, first, end);
      const rows = trainingRows(table, first, end, 2 * features.columns);
      const lessons = before?.lessons ?? 0;
      const layers = layersOf({ inputs: features.columns, hidden, outputs: 1 });
      const hours = Array.from({ length: hoursOfDay }, (_, hour) => {
        const { means, deviations, ...samples } = standardised(features, rows, hour);
        const parameters = Array.from({ length: seeds }, (_, seed) => {
          const random = createRandom(1 + seed + 100 * (hour + 100 * lessons));
          const start = before?.hours[hour]?.parameters[seed];
          return learned(layers, samples, start, random);
        });
        return { means, deviations, parameters };
      });
      return { lessons: lessons + 1, scale, hours };
    },
    forecaster({ scale, hours }) {
      return (given, row) => {
        const now = narrowFeatures(given, scale, row, row + 1);
        const layers = layersOf({ inputs: now.columns, hidden, outputs: 1 });
        const x = new Float64Array(now.columns);
        return Float64Array.from(hours, ({ means, deviations, parameters }, hour) => {
          now.fill(x, 0, row, hour);
          for (let i = 0; i < x.length; i++) {
            x[i] = ((x[i] as number) - (means[i] as number)) / (deviations[i] as number);
          }
          const sum = parameters.reduce((total, p) => total + (answer(layers, p, x)[0] as number), 0);
          return fromScaled(sum / parameters.length, scale.price);
        });
      };
    },
  };
}

function learned(
  layers: ReturnType<typeof layersOf>,
  samples: Samples,
  start: Float64Array | undefined,
  random: Random,
): Float64Array {
  // A change in the number of features (exogenous series that came or went) makes what was learned useless.
  const usable = start?.length === layers.size ? start : undefined;
  const parameters = usable?.slice() ?? initialParameters(layers, random);
  train(layers, parameters, samples, usable ? laterLesson : firstLesson, random);
  return parameters;
}

function standardised(features: NarrowFeatures, rows: readonly number[], hour: number) {
  const { columns } = features;
  const count = rows.length;
  const x = new Float64Array(count * columns);
  rows.forEach((row, index) => {
    features.fill(x, index * columns, row, hour);
  });
  const means = new Float64Array(columns);
  const squares = new Float64Array(columns);
  x.forEach((value, index) => {
    means[index % columns] = (means[index % columns] as number) + value / count;
  });
  x.forEach((value, index) => {
    const column = index % columns;
    squares[column] = (squares[column] as number) + (value - (means[column] as number)) ** 2 / count;
  });
  const deviations = squares.map((square) => Math.sqrt(square) + 1e-6);
  x.forEach((value, index) => {
    const column = index % columns;
    x[index] = (value - (means[column] as number)) / (deviations[column] as number);
  });
  const y = Float64Array.from(rows, (row) => features.target(row, hour));
  return { count, x, y, means, deviations };
}
