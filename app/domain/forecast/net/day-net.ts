import { type WideScale, wideFeatures, wideLagRows, wideMatrix, wideScaleOf } from '../features/wide.ts';
import { hoursOfDay } from '../hour-table.ts';
import { type LearnedMember, lessonDays } from '../learned-member.ts';
import { createRandom } from '../random.ts';
import { type AsinhScale, fromScaled } from '../statistics.ts';
import { trainingRows } from '../training-rows.ts';
import { answer, initialParameters, layersOf } from './net.ts';
import { type Schedule, train } from './train.ts';

/** Nets on the wide features with 24 outputs, one a seed; after the DNN of Lago, De Ridder, De Schutter 2018. */
export interface DayNets {
  lessons: number;
  scale: WideScale;
  /** Parameters of each seed. */
  parameters: Float64Array[];
}

const hidden = [64, 64];
const firstLesson: Schedule = { epochs: 60, from: 1e-3, to: 3e-5 };
const laterLesson: Schedule = { epochs: 4, from: 3e-4, to: 3e-5 };

/** @param seeds how many nets are averaged, in prices */
export function dayNets(seeds: number): LearnedMember<DayNets> {
  return {
    name: `day-nets-${seeds}`,
    minRows: 182,
    learn(table, end, before) {
      const first = Math.max(wideLagRows, end - lessonDays + wideLagRows);
      const scale = wideScaleOf(table, first - wideLagRows, end);
      const features = wideFeatures(table, scale, first, end);
      const rows = trainingRows(table, first, end, 182 - wideLagRows);
      const y = Float64Array.from({ length: rows.length * hoursOfDay }, (_, index) =>
        features.target(rows[Math.floor(index / hoursOfDay)] as number, index % hoursOfDay),
      );
      const samples = { count: rows.length, x: wideMatrix(features, rows), y };
      const layers = layersOf({ inputs: features.columns, hidden, outputs: hoursOfDay });
      const lessons = before?.lessons ?? 0;
      const parameters = Array.from({ length: seeds }, (_, seed) => {
        const random = createRandom(50_001 + seed + 100 * lessons);
        const start = before?.parameters[seed];
        const usable = start?.length === layers.size ? start : undefined;
        const p = usable?.slice() ?? initialParameters(layers, random);
        train(layers, p, samples, usable ? laterLesson : firstLesson, random);
        return p;
      });
      return { lessons: lessons + 1, scale, parameters };
    },
    forecaster({ scale, parameters }) {
      return (given, row) => {
        const now = wideFeatures(given, scale, row, row + 1);
        const layers = layersOf({ inputs: now.columns, hidden, outputs: hoursOfDay });
        const x = new Float64Array(now.columns);
        now.fill(x, 0, row);
        const prices = new Float64Array(hoursOfDay);
        for (const p of parameters) {
          answer(layers, p, x).forEach((z, hour) => {
            const price = fromScaled(z, scale.price[hour] as AsinhScale);
            prices[hour] = (prices[hour] as number) + price / parameters.length;
          });
        }
        return prices;
      };
    },
  };
}
