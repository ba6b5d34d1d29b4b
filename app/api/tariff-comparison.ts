import type { CompareTariffsRequest, CompareTariffsResponse, Tariff } from '../contract/tariff.ts';
import { householdProfile, ownProfile } from '../domain/tariff/load-profile.ts';
import { templateOf } from '../domain/tariff/templates.ts';
import { yearlyCostOf } from '../domain/tariff/yearly-cost.ts';
import type { Context } from './context.ts';
import { ProblemError } from './problem.ts';
import { tariffOf } from './tariff-of.ts';
import { zoneOf } from './zone-of.ts';

/**
 * What a year would have cost under each tariff, at the prices of the last one.
 *
 * @throws ProblemError for an unknown zone or tariff, and where too few days are known
 */
export async function compareTariffs(
  context: Context,
  { zone: id, yearlyKwh, hourShares, offers }: CompareTariffsRequest,
): Promise<CompareTariffsResponse> {
  const zone = zoneOf(id, 'body.zone');
  const asked = offers?.map(({ name, tariff }, index) => {
    return { name, tariff: tariffOf(zone, tariff, `body.offers.${index}.tariff`) };
  });
  const chosen = asked ?? [{ name: templateOf(zone).name, tariff: tariffOf(zone, undefined) }];
  if (hourShares?.every((share) => share === 0))
    throw new ProblemError('invalid-request', 'hourShares are all 0; one must be more.', [
      { path: 'body.hourShares', message: 'one must be more than 0' },
    ]);
  const { cells, ...past } = await context.priceYears.of(zone);
  const profile = hourShares ? ownProfile(hourShares) : householdProfile;
  const judged = chosen.map(({ name, tariff }) => {
    const cost = yearlyCostOf(tariff, zone.displayTimeZone, cells, profile, yearlyKwh);
    return { name, tariff, cost, meanPerKwh: (100 * cost.total) / yearlyKwh };
  });
  const inZonesCurrency = (offer: { tariff: Tariff; cost: { total: number } }): number =>
    offer.cost.total / offer.tariff.exchangeRate;
  return {
    zone: zone.id,
    assumptions: { ...past, yearlyKwh, profile: hourShares ? 'own' : 'household' },
    offers: judged.sort((a, b) => inZonesCurrency(a) - inZonesCurrency(b)).map(rounded),
  };
}

function rounded(offer: CompareTariffsResponse['offers'][number]): CompareTariffsResponse['offers'][number] {
  const cents = (value: number): number => Math.round(value * 100) / 100;
  const { energy, grid, tax, standing, vat, total } = offer.cost;
  return {
    ...offer,
    cost: {
      energy: cents(energy),
      grid: cents(grid),
      tax: cents(tax),
      standing: cents(standing),
      vat: cents(vat),
      total: cents(total),
    },
    meanPerKwh: cents(offer.meanPerKwh),
  };
}
