import { type NarrowScale, narrowScaleOf } from '../features/narrow.ts';
import { type PooledFeatures, pooledFeatures, pooledLagRows } from '../features/pooled.ts';
import { hoursOfDay } from '../hour-table.ts';
import { type LearnedMember, lessonDays } from '../learned-member.ts';
import { createRandom } from '../random.ts';
import { fromScaled } from '../statistics.ts';
import { trainingRows } from '../training-rows.ts';
import { type Boosted, boost, boostedAnswer } from './boost.ts';

/** Boosted trees that learn all hours together; plain data. */
export interface BoostedTrees {
  /** Lessons taken; trees are grown anew with every fourth of them, as a week more of four years changes little. */
  lessons: number;
  scale: NarrowScale;
  boosted: Boosted;
}

/** What trees learn: scaled prices, or how far these are from those of yesterday and a week ago. */
export type Target = 'levels' | 'changes';

const common = { leastSamples: 20, lambda: 1, featureShare: 0.5 };
/**
 * Chosen on the year before the test period of the benchmark. There smaller trees of prices, half as many features a tree
 * and a half-life of two years gained nothing on both markets; half as many trees at twice the rate lost a little.
 */
const optionsOf = {
  levels: { ...common, rounds: 400, rate: 0.05, leaves: 31 },
  changes: { ...common, rounds: 200, rate: 0.1, leaves: 15 },
} as const;
/** Days after which an hour is looked at half as often. */
const halfLife = 365;
const lessonsPerGrowth = 4;

/** Gradient-boosted regression trees for the absolute error, on what a tree can make use of in each hour. */
export function boostedTrees(target: Target): LearnedMember<BoostedTrees> {
  return {
    name: `boosted-${target}`,
    minRows: 182,
    learn(table, end, before) {
      const lessons = (before?.lessons ?? 0) + 1;
      const inputs = table.exogenous?.length ?? 0;
      const isOfTheSame = before?.scale.exogenous.length === inputs;
      if (before && isOfTheSame && lessons % lessonsPerGrowth !== 1) return { ...before, lessons };
      const first = Math.max(pooledLagRows + 1, end - lessonDays);
      const scale = narrowScaleOf(table, first, end);
      const features = pooledFeatures(table, scale, first, end);
      const rows = trainingRows(table, first, end, 91);
      const rowOf = (sample: number) => rows[Math.floor(sample / hoursOfDay)] as number;
      const y = Float64Array.from({ length: rows.length * hoursOfDay }, (_, sample) => {
        const [row, hour] = [rowOf(sample), sample % hoursOfDay];
        return features.target(row, hour) - baseOf(features, row, hour);
      });
      const chances = y.map((_, sample) => 0.5 ** ((end - rowOf(sample)) / halfLife));
      const x = matrixOf(features, rows);
      const random = createRandom(lessons);
      return { lessons, scale, boosted: boost(x, features.columns, y, chances, optionsOf[target], random) };
    },
    forecaster({ scale, boosted }) {
      return (given, row) => {
        const features = pooledFeatures(given, scale, row, row + 1);
        const x = matrixOf(features, [row]);
        return Float64Array.from({ length: hoursOfDay }, (_, hour) => {
          const found = boostedAnswer(boosted, x, hour * features.columns);
          return fromScaled(found + baseOf(features, row, hour), scale.price);
        });
      };
    },
  };

  function baseOf(features: PooledFeatures, row: number, hour: number): number {
    return target === 'changes' ? features.usual(row, hour) : 0;
  }
}

/** Every hour of the rows, one after the other. */
function matrixOf(features: PooledFeatures, rows: readonly number[]): Float64Array {
  const { columns } = features;
  const x = new Float64Array(rows.length * hoursOfDay * columns);
  rows.forEach((row, index) => {
    for (let hour = 0; hour < hoursOfDay; hour++) {
      features.fill(x, (index * hoursOfDay + hour) * columns, row, hour);
    }
  });
  return x;
}
