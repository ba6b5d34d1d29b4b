import type { CheapestWindowResponse } from '@eo/app/contract/http.ts';
import { formatPercent, formatPrice } from '../../format.ts';
import { texts } from '../../texts/index.ts';
import { formatClock, formatSpan, formatSpanWithDay } from '../../time.ts';
import { unitOf } from '../../units.ts';

/** "Cheapest 3 hours: 13:00–16:00 today, 38 % below now", in the parts that are drawn apart. */
export interface CheapestSentence {
  /** "Cheapest 3 hours". */
  subject: string;
  /** "13:00–16:00 today". */
  span: string;
  /** "38 % below now"; null when there is nothing to compare with. */
  comparison: string | null;
  /** "2.9 instead of 4.7 ct/kWh on average". */
  detail: string;
}

/** What a window is compared with. */
interface Base {
  /** Currency per MWh. */
  price: number | null;
  /** "now", "the day’s average". */
  name: string;
}

interface Situation {
  nowMs: number;
  /** Day in the zone's own time. */
  today: string;
  /** The market day shown; null for today and tomorrow, where the window is compared with starting now. */
  day: string | null;
  /** Mean price of the shown day, currency per MWh. */
  dayMean: number | null;
}

/** Below this (currency per MWh, 1 ct/kWh) a percentage says nothing: a difference is told instead. */
const smallestBase = 10;

/** The one sentence on when to run something. */
export function cheapestSentence(answer: CheapestWindowResponse, situation: Situation): CheapestSentence {
  const { nowMs, today, day, dayMean } = situation;
  const startMs = Date.parse(answer.start);
  const endMs = Date.parse(answer.end);
  const isNow = day === null && startMs <= nowMs;
  const base: Base =
    day === null
      ? { price: isNow ? null : answer.meanPriceIfStartedNow, name: texts.cheapest.now }
      : { price: dayMean, name: texts.cheapest.dayAverage };
  return {
    subject: texts.cheapest.subject(answer.minutes),
    span: isNow
      ? texts.cheapest.nowUntil(formatClock(endMs, answer.timeZone))
      : day === null
        ? formatSpanWithDay(startMs, endMs, answer.timeZone, today)
        : formatSpan(startMs, endMs, answer.timeZone),
    comparison: compare(answer, base),
    detail: detailOf(answer, base),
  };
}

function compare({ meanPrice, currency }: CheapestWindowResponse, { price, name }: Base): string | null {
  if (price === null) return null;
  const difference = price - meanPrice;
  if (difference < price * 0.005 || difference < 0.5) return texts.cheapest.same(name);
  const isShareMeaningful = price >= smallestBase && meanPrice >= 0;
  return isShareMeaningful
    ? texts.cheapest.below(formatPercent(difference / price), name)
    : texts.cheapest.below(`${formatPrice(difference)} ${unitOf(currency)}`, name);
}

function detailOf({ meanPrice, currency }: CheapestWindowResponse, { price }: Base): string {
  const unit = unitOf(currency);
  return price === null
    ? texts.cheapest.average(formatPrice(meanPrice), unit)
    : texts.cheapest.averageInsteadOf(formatPrice(meanPrice), formatPrice(price), unit);
}
