import { formatPrice } from '../format.ts';
import { texts } from '../texts/index.ts';
import { dayOf, formatClock, formatDay, formatSpanWithDay } from '../time.ts';
import { unitOf } from '../units.ts';
import { layerNames } from './layers.ts';
import type { ChartModel } from './model.ts';
import type { ShownSlot } from './slots.ts';

/** What a slot says when it is looked at. */
export interface SlotWords {
  /** "13:00–13:15 today". */
  span: string;
  /** "4.2 ct/kWh". */
  price: string;
  /** "published". */
  kind: string;
  /** "80 % sure: 3.1 to 5.6"; null when published. */
  band: string | null;
  /** "energy 4.2, grid 6.1, tax 2.0, VAT 3.1"; null for a price of the market. */
  layers: string | null;
}

/** The words of one slot, for the eye and for the ear. */
export function slotWords({ timeZone, today, currency }: ChartModel, slot: ShownSlot): SlotWords {
  return {
    span: formatSpanWithDay(slot.startMs, slot.endMs, timeZone, today),
    price: `${formatPrice(slot.price)} ${unitOf(currency)}`,
    ...priceWords(slot),
  };
}

/** What there is to know of a price besides itself. */
export function priceWords({
  kind,
  p10,
  p90,
  layers,
}: ShownSlot): Pick<SlotWords, 'kind' | 'band' | 'layers'> {
  return {
    kind: texts.chart.kinds[kind],
    band: p10 === null || p90 === null ? null : texts.chart.band(formatPrice(p10), formatPrice(p90)),
    layers:
      layers &&
      layerNames.map((layer) => `${texts.chart.layers[layer]} ${formatPrice(layers[layer])}`).join(', '),
  };
}

/** The chart in a few sentences, for who cannot see it. */
export function describeChart(model: ChartModel): string {
  const { slots, timeZone, today, lowest, highest } = model;
  const at = (ms: number): string => `${formatClock(ms, timeZone)} ${formatDay(dayOf(ms, timeZone), today)}`;
  const extreme = (slot: ShownSlot): string => texts.chart.at(slotWords(model, slot).price, at(slot.startMs));
  const range = texts.chart.fromTo(
    at(slots[0]?.startMs ?? model.fromMs),
    at(slots.at(-1)?.endMs ?? model.toMs),
  );
  const firstForecast = slots.find(({ kind }) => kind === 'forecast');
  const sentences = [texts.chart.description(range, extreme(lowest), extreme(highest))];
  if (firstForecast) sentences.push(texts.chart.descriptionForecast(at(firstForecast.startMs)));
  return sentences.join(' ');
}
