import type { CompareTariffsRequest, CompareTariffsResponse } from '@eo/app/contract/tariff.ts';
import { chooseTariff } from '@eo/app/domain/tariff/choose.ts';
import { findZone } from '@eo/app/domain/zones.ts';

/** A year at a flat market price: enough for a page to show who is cheaper. */
export function fakeComparison(
  { zone: id, yearlyKwh, hourShares, offers = [] }: CompareTariffsRequest,
  simulated: boolean,
): CompareTariffsResponse {
  const zone = findZone(id);
  if (!zone) throw new Error(`There is no zone ${id}.`);
  const compared = offers.map(({ name, tariff: choice }) => {
    const tariff = chooseTariff(zone, choice);
    const perYear = (perKwh: number): number => (perKwh * yearlyKwh) / 100;
    const energy = perYear(8 * tariff.exchangeRate * tariff.spotFactor + tariff.marginPerKwh);
    const [grid, tax] = [perYear(tariff.gridPerKwh), perYear(tariff.taxPerKwh)];
    const standing = tariff.fixedPerMonth * 12;
    const vat = ((energy + grid + tax + standing) * tariff.vatPercent) / 100;
    const total = energy + grid + tax + standing + vat;
    return {
      name,
      tariff,
      cost: { energy, grid, tax, standing, vat, total },
      meanPerKwh: (total / yearlyKwh) * 100,
    };
  });
  return {
    zone: id,
    assumptions: {
      firstDay: '2025-01-01',
      lastDay: '2025-12-31',
      days: 365,
      yearlyKwh,
      profile: hourShares ? 'own' : 'household',
      simulated,
    },
    offers: compared.sort((a, b) => a.cost.total - b.cost.total),
  };
}
