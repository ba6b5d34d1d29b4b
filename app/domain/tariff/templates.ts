import type { Zone } from '../../contract/http.ts';
import type { Tariff, TariffTemplate } from '../../contract/tariff.ts';
import { countryOf } from '../zones.ts';

/**
 * Tariffs to start from: tax, levies and VAT as the law of the country has them in 2026, grid charges and margins as a
 * household typically pays them. Grid charges differ by hundreds of operators, so each note says what to look up.
 * Exchange rates are round figures; whoever needs the day's sends it.
 */

const plain: Tariff = {
  currency: 'EUR',
  exchangeRate: 1,
  spotFactor: 1,
  marginPerKwh: 0,
  gridPerKwh: 0,
  gridBands: [],
  taxPerKwh: 0,
  vatPercent: 0,
  feedIn: { spotFactor: 1, perKwh: 0 },
  fixedPerMonth: 0,
};

function template(id: string, name: string, note: string, parts: Partial<Tariff>): TariffTemplate {
  return { id, name, note, tariff: { ...plain, ...parts } };
}

const winter = [10, 11, 12, 1, 2, 3];

const spot = template(
  'spot',
  'Spot price alone',
  'No charges, no tax, no VAT: fill in those of the bill.',
  {},
);

/** One a country; `spot` serves the zones of all others, in the currency of the zone. */
export const tariffTemplates: readonly TariffTemplate[] = [
  spot,
  template(
    'AT',
    'Austria',
    'VAT 20 %; Elektrizitätsabgabe 0.1 ct (households, 2026). Grid charge and its losses: see the bill.',
    { marginPerKwh: 1.5, gridPerKwh: 8, taxPerKwh: 0.1, vatPercent: 20, fixedPerMonth: 8 },
  ),
  template(
    'DE',
    'Germany',
    'VAT 19 %; Stromsteuer 2.05 ct, KWKG 0.446, offshore 0.941, special grid use 1.559 (2026), concession fee 1.66 (25,000 ' +
      'to 100,000 inhabitants). Grid charge: see the bill, with its times under §14a module 3. Feed-in: EEG below 10 kWp.',
    {
      marginPerKwh: 1.5,
      gridPerKwh: 9,
      taxPerKwh: 6.656,
      vatPercent: 19,
      feedIn: { spotFactor: 0, perKwh: 7.86 },
      fixedPerMonth: 12,
    },
  ),
  template(
    'DK',
    'Denmark',
    'VAT 25 %; elafgift 0.8 øre (2026 and 2027). Net tariff by time as in the C tariff of a large operator, ' +
      'Energinet 13 øre on top of it: see the bill.',
    {
      currency: 'DKK',
      exchangeRate: 7.46,
      marginPerKwh: 10,
      gridPerKwh: 30,
      gridBands: [
        { perKwh: 24, from: '00:00', to: '06:00', days: 'all' },
        { perKwh: 110, from: '17:00', to: '21:00', days: 'all', months: winter },
        { perKwh: 50, from: '17:00', to: '21:00', days: 'all' },
      ],
      taxPerKwh: 0.8,
      vatPercent: 25,
      feedIn: { spotFactor: 1, perKwh: -2 },
      fixedPerMonth: 60,
    },
  ),
  template(
    'FI',
    'Finland',
    'VAT 25.5 %; sähkövero class I with the security of supply fee 2.253 ct. Grid charge (siirto): see the bill.',
    {
      marginPerKwh: 0.5,
      gridPerKwh: 4,
      taxPerKwh: 2.253,
      vatPercent: 25.5,
      feedIn: { spotFactor: 1, perKwh: -0.3 },
      fixedPerMonth: 15,
    },
  ),
  template(
    'FR',
    'France',
    'VAT 20 %; accise 2.998 ct (from August 2025). Grid charge as in TURPE with peak and off-peak hours 22 to 6: see the bill.',
    {
      marginPerKwh: 1.5,
      gridPerKwh: 5,
      gridBands: [{ perKwh: 3, from: '22:00', to: '06:00', days: 'all' }],
      taxPerKwh: 2.998,
      vatPercent: 20,
      feedIn: { spotFactor: 0, perKwh: 4 },
      fixedPerMonth: 12,
    },
  ),
  template(
    'GB',
    'Great Britain (Octopus Agile)',
    'VAT 5 %. The prices of GB zones are Agile unit rates: grid and supplier are in them already. Feed-in: a fixed export tariff.',
    {
      currency: 'GBP',
      vatPercent: 5,
      feedIn: { spotFactor: 0, perKwh: 15 },
      fixedPerMonth: 16,
    },
  ),
  template(
    'NL',
    'Netherlands',
    'VAT 21 %; energiebelasting 9.161 ct (2026, up to 10,000 kWh). The grid is paid by the connection, not by the kWh.',
    { marginPerKwh: 1.8, taxPerKwh: 9.161, vatPercent: 21, fixedPerMonth: 40 },
  ),
  template(
    'NO',
    'Norway',
    'VAT 25 % (NO4: 0); elavgift 7.13 øre and Enova fee 1 øre. Grid charge (energiledd) by day and night: see the bill.',
    {
      currency: 'NOK',
      exchangeRate: 11.7,
      marginPerKwh: 4,
      gridPerKwh: 30,
      gridBands: [{ perKwh: 20, from: '22:00', to: '06:00', days: 'all' }],
      taxPerKwh: 8.13,
      vatPercent: 25,
      fixedPerMonth: 240,
    },
  ),
  template(
    'SE',
    'Sweden',
    'VAT 25 %; energiskatt 36.0 öre (2026). Grid charge (elöverföring) and power fees: see the bill.',
    {
      currency: 'SEK',
      exchangeRate: 11,
      marginPerKwh: 7,
      gridPerKwh: 28,
      taxPerKwh: 36,
      vatPercent: 25,
      fixedPerMonth: 300,
    },
  ),
];

const byId = new Map(tariffTemplates.map((one) => [one.id, one]));

/** The template with this id, undefined when there is none. */
export function findTemplate(id: string): TariffTemplate | undefined {
  return byId.get(id);
}

/** The template for a zone: the one of its country (ids of zones begin with its code), else the bare spot price. */
export function templateOf(zone: Zone): TariffTemplate {
  return byId.get(countryOf(zone)) ?? spot;
}
