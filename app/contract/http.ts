import Type, { type Static } from 'typebox';

/**
 * The HTTP contract of `/api/v1`: the one home of every request and response shape. The API validates and
 * serialises with these schemas, the web app types its client with them.
 *
 * Conventions: instants are ISO 8601 in UTC (`2025-10-26T00:00:00.000Z`), market days are `YYYY-MM-DD` in the
 * zone's market time zone, prices are money in the zone's currency per MWh, net of VAT and charges, durations
 * are minutes. Ranges are half-open: `from` is included, `to` is not; a slot belongs to every range that it overlaps.
 */

export const Instant = Type.String({ format: 'date-time', description: 'ISO 8601 instant in UTC' });
/** Of whatever an account has. */
export const Id = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });
export const Day = Type.String({ format: 'date', description: 'Market day, YYYY-MM-DD' });

/** A slot of the price curve. `published`: known market result. `forecast`: our estimate. */
export const SlotKind = Type.Union([Type.Literal('published'), Type.Literal('forecast')]);
export type SlotKind = Static<typeof SlotKind>;

/** How dear a price is against the other slots shown with it (terciles of the day). */
export const PriceLevel = Type.Union([Type.Literal('cheap'), Type.Literal('normal'), Type.Literal('dear')]);
export type PriceLevel = Static<typeof PriceLevel>;

export const Zone = Type.Object({
  id: Type.String({ description: 'Bidding zone (SE3, DE-LU, …) or GB Agile region (GB-A … GB-P)' }),
  name: Type.String(),
  eic: Type.Union([Type.String(), Type.Null()], { description: 'ENTSO-E area code, null for GB regions' }),
  displayTimeZone: Type.String({ description: 'IANA time zone households there live in' }),
  marketTimeZone: Type.String({ description: 'IANA time zone that bounds the market day' }),
  currency: Type.String({ description: 'ISO 4217 code prices are published in' }),
  resolutionMinutes: Type.Integer({ description: 'Length of a market interval today: 15, 30 or 60' }),
});
export type Zone = Static<typeof Zone>;
export const ZonesResponse = Type.Object({
  zones: Type.Array(Zone),
  defaultZone: Type.Optional(Type.String({ description: 'Zone to show to who has not chosen one' })),
});
export type ZonesResponse = Static<typeof ZonesResponse>;

export const PriceSlot = Type.Object({
  start: Instant,
  minutes: Type.Integer({ description: 'Length of the slot' }),
  price: Type.Number({ description: 'Currency per MWh, may be negative' }),
});
export type PriceSlot = Static<typeof PriceSlot>;

/** Where prices came from, and whether they may be trusted as market results. */
export const PriceSource = Type.Object({
  feed: Type.String({ description: 'energy-charts, replay, simulated, …' }),
  label: Type.String({ description: 'What to print beside the prices, with its licence' }),
  simulated: Type.Boolean({ description: 'true when the numbers are made up or replayed from another day' }),
});
export type PriceSource = Static<typeof PriceSource>;

/** Age of the data. `stale` means: not checked successfully within the last 30 minutes, or served without the database. */
export const Freshness = Type.Object({
  checkedAt: Type.Union([Instant, Type.Null()], {
    description: 'Last successful check of the feed for this zone',
  }),
  stale: Type.Boolean(),
});
export type Freshness = Static<typeof Freshness>;

export const ZoneId = Type.String({
  minLength: 1,
  maxLength: 16,
  examples: ['SE3', 'DE-LU', 'GB-C'],
  description: 'Zone id as listed by /zones',
});
const InstantOrDay = Type.String({
  minLength: 1,
  maxLength: 40,
  description: 'ISO 8601 instant, or YYYY-MM-DD for the start of that market day',
});

export const PricesQuery = Type.Object(
  {
    zone: ZoneId,
    from: Type.Optional(InstantOrDay),
    to: Type.Optional(InstantOrDay),
  },
  { additionalProperties: false },
);
export type PricesQuery = Static<typeof PricesQuery>;
export const PricesResponse = Type.Object({
  zone: Type.String(),
  currency: Type.String(),
  unit: Type.String({ description: 'e.g. EUR/MWh' }),
  timeZone: Type.String({ description: 'IANA zone to show times in' }),
  from: Instant,
  to: Instant,
  slots: Type.Array(PriceSlot),
  sources: Type.Array(PriceSource),
  freshness: Freshness,
});
export type PricesResponse = Static<typeof PricesResponse>;

const PriceAt = Type.Object({ price: Type.Number(), start: Instant });
export const StatisticsResponse = Type.Object({
  zone: Type.String(),
  currency: Type.String(),
  unit: Type.String(),
  timeZone: Type.String(),
  from: Instant,
  to: Instant,
  minutes: Type.Integer({ description: 'Of the range, that have a price' }),
  mean: Type.Number({ description: 'Over time' }),
  median: Type.Number({ description: 'Half of the time the price was at most this' }),
  lowest: PriceAt,
  highest: PriceAt,
  negativeMinutes: Type.Integer({ description: 'Time with a price below zero' }),
  byHour: Type.Array(Type.Union([Type.Number(), Type.Null()]), {
    description: "Mean by the hour of the households' clock, 24 of them; null for an hour without a price",
  }),
  simulated: Type.Boolean({ description: 'Whether any of the prices are made up' }),
  freshness: Freshness,
});
export type StatisticsResponse = Static<typeof StatisticsResponse>;

export const CurrentQuery = Type.Object({ zone: ZoneId }, { additionalProperties: false });
export const CurrentPriceResponse = Type.Object({
  zone: Type.String(),
  currency: Type.String(),
  unit: Type.String(),
  timeZone: Type.String(),
  current: PriceSlot,
  next: Type.Union([PriceSlot, Type.Null()]),
  level: PriceLevel,
  day: Type.Object({ min: Type.Number(), max: Type.Number(), mean: Type.Number() }),
  source: PriceSource,
  freshness: Freshness,
});
export type CurrentPriceResponse = Static<typeof CurrentPriceResponse>;

export const CheapestWindowQuery = Type.Object(
  {
    zone: ZoneId,
    minutes: Type.Integer({ minimum: 15, maximum: 2880, default: 180, description: 'Length wanted' }),
    from: Type.Optional(InstantOrDay),
    to: Type.Optional(InstantOrDay),
  },
  { additionalProperties: false },
);
export type CheapestWindowQuery = Static<typeof CheapestWindowQuery>;
export const CalendarQuery = Type.Object(
  {
    zone: ZoneId,
    minutes: Type.Integer({ minimum: 15, maximum: 1440, default: 180, description: 'Length wanted' }),
  },
  { additionalProperties: false },
);
export type CalendarQuery = Static<typeof CalendarQuery>;
export const CheapestWindowResponse = Type.Object({
  zone: Type.String(),
  currency: Type.String(),
  unit: Type.String(),
  timeZone: Type.String(),
  start: Instant,
  end: Instant,
  minutes: Type.Integer(),
  meanPrice: Type.Number(),
  meanPriceIfStartedNow: Type.Union([Type.Number(), Type.Null()], {
    description: 'Mean price of the same length from the start of the range; null when the range is shorter',
  }),
  kind: SlotKind,
  freshness: Freshness,
});
export type CheapestWindowResponse = Static<typeof CheapestWindowResponse>;

export const ForecastQuery = Type.Object(
  {
    zone: ZoneId,
    hours: Type.Integer({ minimum: 1, maximum: 168, default: 48, description: 'Horizon from now' }),
  },
  { additionalProperties: false },
);
export type ForecastQuery = Static<typeof ForecastQuery>;
export const ForecastSlot = Type.Object({
  start: Instant,
  minutes: Type.Integer(),
  price: Type.Number(),
  kind: SlotKind,
  p10: Type.Union([Type.Number(), Type.Null()], {
    description: 'Lower end of the 80 % band; null when published',
  }),
  p90: Type.Union([Type.Number(), Type.Null()], {
    description: 'Upper end of the 80 % band; null when published',
  }),
});
export type ForecastSlot = Static<typeof ForecastSlot>;
export const ForecastResponse = Type.Object({
  zone: Type.String(),
  currency: Type.String(),
  unit: Type.String(),
  timeZone: Type.String(),
  model: Type.String({ description: 'Members that took part, e.g. "arx-l1-84 + arx-l1-364"' }),
  fallback: Type.Union([Type.String(), Type.Null()], {
    description: 'Why a simpler model was used, null when the full one was',
  }),
  simulated: Type.Boolean({ description: 'true when the history it learned from is simulated or replayed' }),
  generatedAt: Instant,
  slots: Type.Array(ForecastSlot),
  freshness: Freshness,
});
export type ForecastResponse = Static<typeof ForecastResponse>;

export const AccuracyQuery = Type.Object({ zone: ZoneId }, { additionalProperties: false });
export type AccuracyQuery = Static<typeof AccuracyQuery>;
const numberOrNull = (description: string) => Type.Union([Type.Number(), Type.Null()], { description });
export const AccuracyResponse = Type.Object({
  zone: Type.String(),
  currency: Type.String(),
  unit: Type.String(),
  timeZone: Type.String(),
  model: Type.String(),
  fallback: Type.Union([Type.String(), Type.Null()]),
  simulated: Type.Boolean(),
  accuracy: Type.Union(
    [
      Type.Object({
        days: Type.Integer({ description: 'Days judged, each by what was known the day before' }),
        mae: Type.Number({ description: 'Mean absolute error, in the unit of the prices' }),
        rmae: numberOrNull('MAE over the MAE of "the same hour a week before"'),
        bias: Type.Number({ description: 'Mean of forecast minus price' }),
        retailMape: Type.Number({ description: 'Percent of the price that a household pays' }),
        wape: numberOrNull('Sum of errors over sum of prices, without signs, percent'),
        smape: Type.Number({ description: 'Percent' }),
        coverage: numberOrNull('Percent of the hours whose price lay in the 80 % band'),
        captured4h: Type.Number({
          description: 'Percent of the perfect-foresight saving kept by choosing the 4 cheapest hours',
        }),
        members: Type.Array(
          Type.Object({
            name: Type.String(),
            weight: Type.Number(),
            mae: numberOrNull('null without a past'),
          }),
          {
            description: 'What the forecast is made of; a freak day counts with six times the usual error',
          },
        ),
        hours: Type.Array(Type.Object({ mae: Type.Number(), medianError: Type.Number() }), {
          description: 'By local hour, 24 of them',
        }),
      }),
      Type.Null(),
    ],
    {
      description: 'Of forecasts for the day ahead over the last four weeks; null without a day to judge by',
    },
  ),
  freshness: Freshness,
});
export type AccuracyResponse = Static<typeof AccuracyResponse>;

export const AccuracyHistoryQuery = Type.Object(
  {
    zone: ZoneId,
    days: Type.Integer({
      minimum: 1,
      maximum: 400,
      default: 90,
      description: 'The last so many judged days',
    }),
  },
  { additionalProperties: false },
);
export type AccuracyHistoryQuery = Static<typeof AccuracyHistoryQuery>;
export const AccuracyHistoryResponse = Type.Object({
  zone: Type.String(),
  currency: Type.String(),
  unit: Type.String(),
  timeZone: Type.String(),
  days: Type.Array(
    Type.Object({
      day: Day,
      mae: Type.Number({ description: 'Mean absolute error of the forecast as it was shown' }),
      bias: Type.Number({ description: 'Mean of forecast minus price' }),
      plainMae: Type.Number({ description: 'Error of the plain mean of the members' }),
      members: Type.Record(Type.String(), numberOrNull('Mean absolute error of the member'), {
        description: 'By name',
      }),
      coverage: numberOrNull('Percent of the hours whose price lay in the 80 % band'),
      adopted: Type.Union([Type.Literal('tuned'), Type.Literal('plain-mean'), Type.Null()], {
        description: 'What went live after this day; null when what was live stayed',
      }),
      weights: Type.Record(Type.String(), Type.Number(), {
        description: 'By member, live after this day; none for the plain mean',
      }),
    }),
    { description: 'Oldest first; forecasts that the nightly learning made and judged' },
  ),
});
export type AccuracyHistoryResponse = Static<typeof AccuracyHistoryResponse>;

export const RefreshBody = Type.Object(
  { zones: Type.Optional(Type.Array(ZoneId, { minItems: 1, maxItems: 100 })) },
  { additionalProperties: false },
);
export type RefreshBody = Static<typeof RefreshBody>;
export const RefreshResponse = Type.Object({
  results: Type.Array(
    Type.Object({
      zone: Type.String(),
      outcome: Type.Union([Type.Literal('updated'), Type.Literal('unchanged'), Type.Literal('failed')]),
      feed: Type.Union([Type.String(), Type.Null()]),
      daysWritten: Type.Integer(),
      detail: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
});
export type RefreshResponse = Static<typeof RefreshResponse>;

export const HealthResponse = Type.Object({ status: Type.Literal('ok') });
export const DependencyState = Type.Union([
  Type.Literal('ok'),
  Type.Literal('down'),
  Type.Literal('in-process'),
]);
export const ReadyResponse = Type.Object({
  status: Type.Union([Type.Literal('ready'), Type.Literal('degraded'), Type.Literal('unavailable')]),
  checks: Type.Object({ postgres: DependencyState, redis: DependencyState }),
  release: Type.String(),
});
export type ReadyResponse = Static<typeof ReadyResponse>;
