import type { ConsumerPrice, Tariff } from '../../contract/tariff.ts';
import { gridChargeOf } from './grid-charge.ts';
import { perKwhOf } from './units.ts';

/** What a kWh costs and earns at an instant, given the spot price (the zone's currency per MWh) of that time. */
export type PriceOf = (atMs: number, spotPerMwh: number) => ConsumerPrice;

/**
 * Turns spot prices into what the household pays: `(spot × factor + margin + grid + tax) × (1 + VAT)`, minor units per
 * kWh. A negative spot price lowers the bill, and its VAT with it, as suppliers bill it.
 *
 * @param timeZone IANA zone of the household, for grid charges by time
 */
export function consumerPriceOf(tariff: Tariff, timeZone: string): PriceOf {
  const { exchangeRate, spotFactor, marginPerKwh, taxPerKwh, vatPercent, feedIn } = tariff;
  const gridCharge = gridChargeOf(tariff, timeZone);
  return (atMs, spotPerMwh) => {
    const spot = perKwhOf(spotPerMwh) * exchangeRate;
    const energy = spot * spotFactor + marginPerKwh;
    const grid = gridCharge(atMs);
    const net = energy + grid + taxPerKwh;
    const vat = (net * vatPercent) / 100;
    return {
      energy,
      grid,
      tax: taxPerKwh,
      vat,
      total: net + vat,
      feedIn: spot * feedIn.spotFactor + feedIn.perKwh,
    };
  };
}
