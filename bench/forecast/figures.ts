import {
  coverage,
  mae,
  pinball,
  relativeMae,
  retailMape,
  rmse,
  savingCaptured,
  smape,
  wape,
} from '@eo/app/domain/forecast/metrics.ts';
import { median, type Result } from '../report.ts';
import type { JobResult } from './jobs.ts';

/** The series of one market over the days judged, EUR/MWh. */
export interface Judged {
  actual: Float64Array;
  members: { name: string; forecast: Float64Array }[];
  plainMean: Float64Array;
  mix: Float64Array;
  price: Float64Array;
  p10: Float64Array;
  p90: Float64Array;
  /** Whether these are the very days, with all inputs, that published figures and goals are about. */
  isTestPeriod: boolean;
}

/** What to reach on a market over the whole test period: better than the mean of the published ensembles, LEAR and DNN (1.631 and 3.33). */
const goals: Record<string, { mae: number; captured: number }> = {
  NP: { mae: 1.631, captured: 95 },
  DE: { mae: 3.2, captured: 94 },
};

const unit = 'EUR/MWh';

/** How good the forecasts of one market were. */
export function accuracyOf(market: string, judged: Judged): Result[] {
  const { actual, price, mix, p10, p90 } = judged;
  const goal = judged.isTestPeriod ? goals[market] : undefined;
  const naive = mae(price, actual) / relativeMae(price, actual);
  const plain = (name: string, value: number, unitOf: string): Result => {
    return { name: `${name}_${market}`, value, unit: unitOf, goal: null };
  };
  return [
    {
      name: `mae_${market}`,
      value: mae(price, actual),
      unit,
      goal: goal ? { atMost: goal.mae } : null,
      baseline: { name: 'naive week', value: naive, unit },
    },
    { ...plain('rmae', relativeMae(price, actual), ''), goal: { atMost: goal ? 0.45 : 0.6 } },
    { ...plain('retail_mape', retailMape(price, actual), '%'), goal: { atMost: 10 } },
    {
      ...plain('captured_4h', savingCaptured(mix, actual), '%'),
      goal: goal ? { atLeast: goal.captured } : null,
    },
    plain('rmse', rmse(price, actual), unit),
    plain('wape', wape(price, actual), '%'),
    plain('smape', smape(price, actual), '%'),
    plain('pinball_p10', pinball(p10, actual, 0.1), unit),
    plain('pinball_p90', pinball(p90, actual, 0.9), unit),
    plain('coverage', 100 * coverage(p10, p90, actual), '%'),
    plain('mae_plain_mean', mae(judged.plainMean, actual), unit),
    plain('mae_before_bias', mae(mix, actual), unit),
    ...judged.members.map(({ name, forecast }) => plain(`mae_${name}`, mae(forecast, actual), unit)),
  ];
}

/** What a night costs, from the processor time of the walks. */
export function costOf(walks: readonly JobResult[], markets: number): Result[] {
  const sum = (of: (walk: JobResult) => number) =>
    walks.reduce((total, walk) => total + of(walk), 0) / markets;
  const nightMs = sum(({ dayMs }) => median(dayMs));
  const lessonMs = sum(({ lessonMs: all }) => (all.length > 1 ? median(all.slice(1)) : (all[0] ?? 0)));
  const peak = Math.max(...walks.map(({ peakMb }) => peakMb));
  return [
    { name: 'zone_refit_ms', value: nightMs, unit: 'ms', goal: { atMost: 500 } },
    { name: 'zone_lesson_ms', value: lessonMs, unit: 'ms', goal: null },
    { name: 'zone_first_lesson_ms', value: sum(({ lessonMs: all }) => all[0] ?? 0), unit: 'ms', goal: null },
    {
      name: 'nightly_60_zones_seconds',
      value: (60 * (nightMs + lessonMs / 7)) / 2 / 1000,
      unit: 's',
      goal: { atMost: 120 },
    },
    { name: 'peak_mb', value: peak, unit: 'MB', goal: { atMost: 500 } },
  ];
}
