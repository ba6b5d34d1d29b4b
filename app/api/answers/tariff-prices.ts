import type { Zone } from '../../contract/http.ts';
import type { ConsumerPrice, Tariff, TariffPricesResponse } from '../../contract/tariff.ts';
import { consumerPriceOf } from '../../domain/tariff/consumer-price.ts';
import { consumerUnit } from '../../domain/tariff/units.ts';
import type { PriceCurve } from './price-curve.ts';
import { iso } from './slots.ts';

/** What a kWh costs the household from now on, by layer. */
export function tariffPricesAnswer(
  zone: Zone,
  tariff: Tariff,
  { slots, about }: PriceCurve,
): TariffPricesResponse {
  const priceOf = consumerPriceOf(tariff, zone.displayTimeZone);
  const { simulated, freshness } = about;
  return {
    zone: zone.id,
    timeZone: zone.displayTimeZone,
    currency: tariff.currency,
    unit: consumerUnit(tariff.currency),
    tariff,
    simulated,
    freshness,
    slots: slots.map(({ startMs, minutes, kind, price }) => {
      return { start: iso(startMs), minutes, kind, ...rounded(priceOf(startMs, price)) };
    }),
  };
}

function rounded(layers: ConsumerPrice): ConsumerPrice {
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  const { energy, grid, tax, vat, total, feedIn } = layers;
  return {
    energy: round(energy),
    grid: round(grid),
    tax: round(tax),
    vat: round(vat),
    total: round(total),
    feedIn: round(feedIn),
  };
}
