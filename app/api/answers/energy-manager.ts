import type { EmhassResponse, EvccQuery, EvccResponse } from '../../contract/energy-manager.ts';
import type { Zone } from '../../contract/http.ts';
import type { Tariff } from '../../contract/tariff.ts';
import { consumerPriceOf } from '../../domain/tariff/consumer-price.ts';
import type { PriceCurve } from './price-curve.ts';
import { endOf, iso } from './slots.ts';

/** Both sides of the meter by the minute, minor units per kWh. */
interface Rate {
  startMs: number;
  endMs: number;
  grid: number;
  feedin: number;
}

/** Rates of evcc: one a slot, whole slots, in order. */
export function evccAnswer(
  zone: Zone,
  tariff: Tariff,
  curve: PriceCurve,
  side: EvccQuery['side'],
): EvccResponse {
  return ratesOf(zone, tariff, curve).map(({ startMs, endMs, ...rate }) => {
    return { start: iso(startMs), end: iso(endMs), value: perKwh(rate[side]) };
  });
}

/**
 * Price lists of EMHASS: a value a step, the first for the step that `nowMs` lies in, each the mean of its minutes.
 * They end before the first step whose price is not known.
 */
export function emhassAnswer(
  zone: Zone,
  tariff: Tariff,
  curve: PriceCurve,
  { nowMs, hours, step }: { nowMs: number; hours: number; step: number },
): EmhassResponse {
  const rates = ratesOf(zone, tariff, curve);
  const stepMs = step * 60_000;
  const first = Math.floor(nowMs / stepMs) * stepMs;
  const lists = { grid: [] as number[], feedin: [] as number[] };
  for (let startMs = first; startMs < first + hours * 3_600_000; startMs += stepMs) {
    const mean = meanOver(rates, startMs, startMs + stepMs);
    if (!mean) break;
    lists.grid.push(perKwh(mean.grid));
    lists.feedin.push(perKwh(mean.feedin));
  }
  return {
    load_cost_forecast: lists.grid,
    prod_price_forecast: lists.feedin,
    prediction_horizon: lists.grid.length,
  };
}

function ratesOf(zone: Zone, tariff: Tariff, { slots }: PriceCurve): Rate[] {
  const priceOf = consumerPriceOf(tariff, zone.displayTimeZone);
  return slots.map((slot) => {
    const { total, feedIn } = priceOf(slot.startMs, slot.price);
    return { startMs: slot.startMs, endMs: endOf(slot), grid: total, feedin: feedIn };
  });
}

/** The mean of what is known of a time; null where nothing is. The first slot may begin after the time does. */
function meanOver(
  rates: readonly Rate[],
  startMs: number,
  endMs: number,
): Pick<Rate, 'grid' | 'feedin'> | null {
  const sum = { grid: 0, feedin: 0, ms: 0 };
  for (const rate of rates) {
    const ms = Math.min(rate.endMs, endMs) - Math.max(rate.startMs, startMs);
    if (ms <= 0) continue;
    sum.grid += rate.grid * ms;
    sum.feedin += rate.feedin * ms;
    sum.ms += ms;
  }
  return sum.ms > 0 ? { grid: sum.grid / sum.ms, feedin: sum.feedin / sum.ms } : null;
}

/** Major units to a thousandth of the minor one: ct to EUR. */
const perKwh = (minor: number): number => Math.round(minor * 1_000) / 100_000;
