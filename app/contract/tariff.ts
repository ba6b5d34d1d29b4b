import Type, { type Static } from 'typebox';
import { Day, Freshness, Instant, SlotKind, ZoneId } from './http.ts';

/**
 * What a household pays and is paid for a kilowatt hour. Amounts "per kWh" are minor units of the tariff's currency
 * (ct, öre, øre, p), net of VAT unless said; clock times are those of the zone's households.
 */

/** A time of day. */
export const LocalTime = (options: { default?: string; description?: string } = {}) =>
  Type.String({
    pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
    description: 'HH:MM on the clock of the zone',
    ...options,
  });

const PerKwh = (description: string, options: { default?: number } = {}) =>
  Type.Number({ minimum: -1000, maximum: 1000, description, ...options });

/** A grid charge that holds at certain times. */
export const GridBand = Type.Object(
  {
    perKwh: PerKwh('Grid charge inside the band, minor units per kWh'),
    from: LocalTime({ default: '00:00', description: 'First minute of the band' }),
    to: LocalTime({
      default: '00:00',
      description: 'End, not included; at or before `from` it lies on the next day',
    }),
    days: Type.Union([Type.Literal('all'), Type.Literal('weekdays'), Type.Literal('weekends')], {
      default: 'all',
      description: 'Monday to Friday, or Saturday and Sunday; holidays are not known',
    }),
    months: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: 12 }), {
        minItems: 1,
        maxItems: 12,
        description: 'Months the band holds in; all without it',
      }),
    ),
  },
  { additionalProperties: false },
);
export type GridBand = Static<typeof GridBand>;

/** What the grid pays for a kWh that is fed in: `spotFactor × spot + perKwh`, no VAT. */
export const FeedIn = Type.Object(
  {
    spotFactor: Type.Number({
      minimum: 0,
      maximum: 2,
      default: 0,
      description: '1: the spot price; 0: none',
    }),
    perKwh: PerKwh('Fixed part, minor units per kWh; below 0 a fee', { default: 0 }),
  },
  { additionalProperties: false },
);

const tariffProperties = {
  currency: Type.String({
    pattern: '^[A-Z]{3}$',
    description: 'ISO 4217 code of every amount of the tariff',
  }),
  exchangeRate: Type.Number({
    exclusiveMinimum: 0,
    maximum: 100_000,
    description: 'Units of `currency` for one unit of the currency that the zone trades in',
  }),
  spotFactor: Type.Number({
    minimum: 0,
    maximum: 2,
    description: 'What of the spot price is billed; above 1 with losses, 0 for a fixed price',
  }),
  marginPerKwh: PerKwh("Supplier's part beside the spot price, or the whole fixed price"),
  gridPerKwh: PerKwh('Grid charge outside of every band'),
  gridBands: Type.Array(GridBand, {
    maxItems: 24,
    description: 'Grid charges by time; the first that fits holds',
  }),
  taxPerKwh: PerKwh('Electricity tax and levies'),
  vatPercent: Type.Number({ minimum: 0, maximum: 100, description: 'On all of the above' }),
  feedIn: FeedIn,
  fixedPerMonth: Type.Number({
    minimum: 0,
    maximum: 10_000,
    description: 'Standing charges, major units a month, net of VAT; no plan changes them',
  }),
};

/** A tariff, every part of it. */
export const Tariff = Type.Object(tariffProperties, { additionalProperties: false });
export type Tariff = Static<typeof Tariff>;

/** A tariff as it is asked for: a template, and whatever differs from it on this household's bill. */
export const TariffChoice = Type.Object(
  {
    template: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 16,
        description: "Id as listed by /tariffs; without it the one of the zone's country",
      }),
    ),
    ...Type.Partial(Type.Object(tariffProperties)).properties,
  },
  { additionalProperties: false },
);
export type TariffChoice = Static<typeof TariffChoice>;

export const TariffTemplate = Type.Object({
  id: Type.String(),
  name: Type.String(),
  note: Type.String({ description: 'Where the numbers come from, and what to check on the bill' }),
  tariff: Tariff,
});
export type TariffTemplate = Static<typeof TariffTemplate>;
export const TariffsResponse = Type.Object({ templates: Type.Array(TariffTemplate) });
export type TariffsResponse = Static<typeof TariffsResponse>;

/** What a kWh costs at a time, by layer. The layers add up to the total. */
export const ConsumerPrice = Type.Object({
  energy: Type.Number({ description: 'Spot price and margin' }),
  grid: Type.Number(),
  tax: Type.Number(),
  vat: Type.Number(),
  total: Type.Number(),
  feedIn: Type.Number({ description: 'What a kWh fed in earns' }),
});
export type ConsumerPrice = Static<typeof ConsumerPrice>;

export const TariffPricesRequest = Type.Object(
  {
    zone: ZoneId,
    hours: Type.Integer({ minimum: 1, maximum: 168, default: 48, description: 'Horizon from now' }),
    tariff: Type.Optional(TariffChoice),
  },
  { additionalProperties: false },
);
export type TariffPricesRequest = Static<typeof TariffPricesRequest>;
export const TariffPricesResponse = Type.Object({
  zone: Type.String(),
  timeZone: Type.String(),
  currency: Type.String(),
  unit: Type.String({ description: 'e.g. ct/kWh' }),
  tariff: Tariff,
  simulated: Type.Boolean(),
  freshness: Freshness,
  slots: Type.Array(
    Type.Object({ start: Instant, minutes: Type.Integer(), kind: SlotKind, ...ConsumerPrice.properties }),
  ),
});
export type TariffPricesResponse = Static<typeof TariffPricesResponse>;

/** A year under a tariff, major units of its currency. The parts add up to the total. */
export const YearlyCost = Type.Object({
  energy: Type.Number({ description: 'Spot price and margin' }),
  grid: Type.Number(),
  tax: Type.Number(),
  standing: Type.Number({ description: 'Charges by the month' }),
  vat: Type.Number(),
  total: Type.Number(),
});
export type YearlyCost = Static<typeof YearlyCost>;

export const CompareTariffsRequest = Type.Object(
  {
    zone: ZoneId,
    yearlyKwh: Type.Number({
      exclusiveMinimum: 0,
      maximum: 1_000_000,
      default: 3500,
      description: 'What the household takes in a year',
    }),
    hourShares: Type.Optional(
      Type.Array(Type.Number({ minimum: 0, maximum: 1_000_000 }), {
        minItems: 24,
        maxItems: 24,
        description:
          'How it is spread over the 24 hours of a day, in any unit; without it as over those of an average household',
      }),
    ),
    offers: Type.Optional(
      Type.Array(
        Type.Object(
          { name: Type.String({ minLength: 1, maxLength: 60 }), tariff: TariffChoice },
          { additionalProperties: false },
        ),
        {
          minItems: 1,
          maxItems: 20,
          description: "Tariffs of suppliers; without it the template of the zone's country",
        },
      ),
    ),
  },
  {
    additionalProperties: false,
    examples: [
      {
        zone: 'DE-LU',
        yearlyKwh: 3500,
        offers: [
          { name: 'By the hour', tariff: { template: 'DE' } },
          { name: 'Fixed', tariff: { template: 'DE', spotFactor: 0, marginPerKwh: 12.5 } },
        ],
      },
    ],
  },
);
export type CompareTariffsRequest = Static<typeof CompareTariffsRequest>;
export const CompareTariffsResponse = Type.Object({
  zone: Type.String(),
  assumptions: Type.Object({
    firstDay: Day,
    lastDay: Day,
    days: Type.Integer({ description: 'Market days with prices between them, up to a year' }),
    yearlyKwh: Type.Number(),
    profile: Type.Union([Type.Literal('household'), Type.Literal('own')]),
    simulated: Type.Boolean({ description: 'Whether any of the prices are made up' }),
  }),
  offers: Type.Array(
    Type.Object({
      name: Type.String(),
      tariff: Tariff,
      cost: YearlyCost,
      meanPerKwh: Type.Number({ description: 'All of it over all kWh, minor units of the currency' }),
    }),
    { description: 'The cheapest first' },
  ),
});
export type CompareTariffsResponse = Static<typeof CompareTariffsResponse>;
