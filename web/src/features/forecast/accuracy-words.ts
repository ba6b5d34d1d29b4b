import type { AccuracyResponse } from '@eo/app/contract/http.ts';
import { formatPercent, formatPrice } from '../../format.ts';
import { forecastTexts } from '../../texts/forecast.ts';
import { unitOf } from '../../units.ts';

type Accuracy = NonNullable<AccuracyResponse['accuracy']>;

/** A bias of less than this share of the error is none that anybody would notice. */
const noticeable = 0.1;

/** How good forecasts were, in sentences. */
export function accuracyWords({ currency }: AccuracyResponse, accuracy: Accuracy): string[] {
  const words = forecastTexts.accuracy;
  const tell = (perMwh: number): string => `${formatPrice(perMwh, 2)} ${unitOf(currency)}`;
  const { days, mae, rmae, bias, coverage, captured4h } = accuracy;
  return [
    words.error(tell(mae), days),
    ...(rmae === null ? [] : [rmae < 1 ? words.better(formatPercent(1 - rmae)) : words.worse]),
    Math.abs(bias) < noticeable * mae ? words.unbiased : words.bias(tell(Math.abs(bias)), bias > 0),
    ...(coverage === null ? [] : [words.coverage(String(Math.round(coverage)))]),
    words.captured(formatPercent(captured4h / 100)),
  ];
}
