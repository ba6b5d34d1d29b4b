import Type, { type Static } from 'typebox';
import { Instant, ZoneId } from './http.ts';

/** Prices in the formats of energy managers that run at home. Amounts are major units of the tariff's currency per kWh. */

const curve = {
  zone: ZoneId,
  template: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 16,
      description:
        "Tariff as listed by /tariffs; without it the one of the zone's country. `spot` is the bare price",
    }),
  ),
};

export const EvccQuery = Type.Object(
  {
    ...curve,
    hours: Type.Integer({ minimum: 1, maximum: 168, default: 48, description: 'Horizon from now' }),
    side: Type.Union([Type.Literal('grid'), Type.Literal('feedin')], {
      default: 'grid',
      description: 'What a kWh costs, or what one that is fed in earns',
    }),
  },
  { additionalProperties: false },
);
export type EvccQuery = Static<typeof EvccQuery>;

/** The rates of evcc's `custom` tariff (https://docs.evcc.io/en/reference/configuration/tariffs). */
export const EvccResponse = Type.Array(
  Type.Object({ start: Instant, end: Instant, value: Type.Number({ description: 'Currency per kWh' }) }),
);
export type EvccResponse = Static<typeof EvccResponse>;

export const EmhassQuery = Type.Object(
  {
    ...curve,
    hours: Type.Integer({ minimum: 1, maximum: 168, default: 24, description: 'Horizon from now' }),
    step: Type.Union(
      [15, 30, 60].map((minutes) => Type.Literal(minutes)),
      {
        default: 30,
        description: 'Minutes a value stands for: `optimization_time_step` of EMHASS',
      },
    ),
  },
  { additionalProperties: false },
);
export type EmhassQuery = Static<typeof EmhassQuery>;

/** What EMHASS is sent with its actions `dayahead-optim` and `naive-mpc-optim` (https://emhass.readthedocs.io). */
export const EmhassResponse = Type.Object({
  load_cost_forecast: Type.Array(Type.Number(), {
    description: 'Cost of a kWh by step, from the one of now on',
  }),
  prod_price_forecast: Type.Array(Type.Number(), { description: 'What a kWh that is fed in earns by step' }),
  prediction_horizon: Type.Integer({ description: 'Steps in either list' }),
});
export type EmhassResponse = Static<typeof EmhassResponse>;
