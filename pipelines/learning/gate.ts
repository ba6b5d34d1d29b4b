import { trailingDays } from '@eo/app/domain/forecast/learning/blend.ts';

/** Mean absolute errors of one day out of sample, each made of what was known the day before. Currency per MWh. */
export interface DayErrors {
  /** Of the forecast with the weights and bias that were live. */
  mae: number;
  /** Of the forecast with weights and bias tuned up to the day before. */
  candidateMae: number;
  /** Of the plain mean of the members. */
  plainMae: number;
}

/** The least days that say something: a week has every weekday once. */
const daysToDecide = 7;
/** Errors are stored rounded: what is the same but for that is not worse. */
const slack = 0.001;

/** What the gate looked at, and what goes live. */
export interface Decision {
  /** Means over the trailing days. */
  trailing: DayErrors;
  goesLive: 'tuned' | 'plain-mean' | 'as-before';
}

/**
 * Lets tuned weights and bias go live only if the tuning did not do worse over the trailing days than what was live,
 * nor worse than the plain mean of the members. Where the plain mean did better than both, it takes their place:
 * weights kept from better days would go on doing harm.
 *
 * @param days oldest first, at least one
 */
export function decide(days: readonly DayErrors[]): Decision {
  const recent = days.slice(-trailingDays);
  const mean = (error: (day: DayErrors) => number): number =>
    recent.reduce((sum, day) => sum + error(day), 0) / recent.length;
  const trailing = {
    mae: mean(({ mae }) => mae),
    candidateMae: mean(({ candidateMae }) => candidateMae),
    plainMae: mean(({ plainMae }) => plainMae),
  };
  return { trailing, goesLive: recent.length < daysToDecide ? 'as-before' : best(trailing) };
}

function best({ mae, candidateMae, plainMae }: DayErrors): Decision['goesLive'] {
  if (candidateMae <= Math.min(mae, plainMae) + slack) return 'tuned';
  return plainMae < mae - slack ? 'plain-mean' : 'as-before';
}
