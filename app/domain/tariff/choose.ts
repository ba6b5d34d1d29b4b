import type { Zone } from '../../contract/http.ts';
import type { Tariff, TariffChoice } from '../../contract/tariff.ts';
import { findTemplate, templateOf } from './templates.ts';

/** Thrown when a choice makes no tariff; `path` is the part of the choice that is wrong. */
export class TariffError extends Error {
  override name = 'TariffError';
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The tariff that a choice means: its template (by default the one of the zone's country) with the given parts in the
 * place of the template's.
 *
 * @throws TariffError for an unknown template, and for a currency whose exchange rate is not given
 */
export function chooseTariff(zone: Zone, { template: id, ...parts }: TariffChoice = {}): Tariff {
  const template = id === undefined ? templateOf(zone) : findTemplate(id);
  if (!template)
    throw new TariffError(
      'template',
      `There is no tariff template "${id}". GET /api/v1/tariffs lists them all.`,
    );
  const { tariff } = template;
  const currency = parts.currency ?? (template.id === 'spot' ? zone.currency : tariff.currency);
  return {
    ...tariff,
    ...parts,
    currency,
    exchangeRate: parts.exchangeRate ?? rateOf(zone, tariff, currency),
  };
}

function rateOf(zone: Zone, template: Tariff, currency: string): number {
  if (currency === zone.currency) return 1;
  if (currency === template.currency && zone.currency === 'EUR') return template.exchangeRate;
  throw new TariffError(
    'exchangeRate',
    `${zone.id} trades in ${zone.currency} and the tariff is in ${currency}: send exchangeRate, the ${currency} for 1 ${zone.currency}.`,
  );
}
