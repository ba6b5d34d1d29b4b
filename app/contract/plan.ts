import Type, { type Static } from 'typebox';
import { Freshness, Instant, SlotKind, ZoneId } from './http.ts';
import { Problem } from './problem.ts';
import { LocalTime, TariffChoice } from './tariff.ts';

/**
 * A plan request and its answer. Power is kW, energy kWh, temperature °C; prices are minor units per kWh (ct, öre, p)
 * and costs major units of the tariff's currency. Whatever is not asked for is left out.
 */

const Id = Type.String({
  minLength: 1,
  maxLength: 40,
  description: 'Name of the device, unique in the request',
});
const When = (description: string) =>
  Type.Optional(
    Type.String({
      minLength: 5,
      maxLength: 40,
      description: `${description}: an ISO 8601 instant, or HH:MM for the next time the zone's clock shows it`,
    }),
  );
const Kw = (description: string, options: { default?: number } = {}) =>
  Type.Number({ exclusiveMinimum: 0, maximum: 100, description, ...options });
const Percent = (description: string, options: { default?: number } = {}) =>
  Type.Number({ minimum: 0, maximum: 100, description, ...options });
const Efficiency = (value: number, description: string) =>
  Type.Number({ minimum: 0.1, maximum: 1, default: value, description });

/** Runs once, for so long, at so much power. */
export const ApplianceRequest = Type.Object(
  {
    id: Id,
    powerKw: Kw('Mean power while it runs'),
    minutes: Type.Integer({ minimum: 1, maximum: 2880, description: 'How long it runs in all' }),
    interruptible: Type.Boolean({ default: false, description: 'May it run in several pieces' }),
    earliest: When('Not before this'),
    deadline: When('Done by this'),
    quietHours: Type.Array(
      Type.Object({ from: LocalTime(), to: LocalTime() }, { additionalProperties: false }),
      {
        maxItems: 6,
        default: [],
        description: 'Times of every day in which it must not run',
      },
    ),
    after: Type.Optional(
      Type.String({ maxLength: 40, description: 'Id of the appliance that must be done first' }),
    ),
    worth: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1000,
        description: 'Makes it optional: it is left out when it would cost more than this (major units)',
      }),
    ),
    startedAt: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'It runs since then: what is left of it goes on without a break',
      }),
    ),
  },
  { additionalProperties: false },
);
export type ApplianceRequest = Static<typeof ApplianceRequest>;

/** Takes an amount of energy until a time. Either `energyKwh`, or the battery with its state and its target. */
export const CarRequest = Type.Object(
  {
    id: Id,
    energyKwh: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 500,
        description: 'What is to be taken from the wall box',
      }),
    ),
    batteryKwh: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 500 })),
    socPercent: Type.Optional(Percent('State of charge now')),
    targetPercent: Type.Optional(Percent('State of charge to reach')),
    minKw: Type.Number({
      minimum: 0,
      maximum: 100,
      default: 1.4,
      description: 'Least power while it charges',
    }),
    maxKw: Kw('Most power', { default: 11 }),
    efficiency: Efficiency(0.9, 'From the wall box into the battery; used with socPercent'),
    earliest: When('Plugged in from'),
    deadline: When('Ready by'),
  },
  { additionalProperties: false },
);
export type CarRequest = Static<typeof CarRequest>;

export const BatteryRequest = Type.Object(
  {
    id: Id,
    capacityKwh: Type.Number({ exclusiveMinimum: 0, maximum: 500 }),
    socPercent: Percent('State of charge now'),
    minPercent: Percent('Reserve that is never used', { default: 0 }),
    maxPercent: Percent('Never charged beyond', { default: 100 }),
    endPercent: Type.Optional(Percent('Charge to end the plan with at least; what it has now without it')),
    chargeKw: Kw('Most power into it'),
    dischargeKw: Kw('Most power out of it'),
    efficiency: Efficiency(0.9, 'Round trip, half of the losses each way'),
    wearPerKwh: Type.Number({
      minimum: 0,
      maximum: 1000,
      default: 0,
      description: 'What a kWh discharged costs in wear, minor units',
    }),
    gridCharge: Type.Boolean({ default: true, description: 'May it be charged from the grid' }),
    feedIn: Type.Boolean({ default: false, description: 'May it be discharged into the grid' }),
  },
  { additionalProperties: false },
);
export type BatteryRequest = Static<typeof BatteryRequest>;

/** Keeps a tank or a room inside a temperature band. One store of heat that loses it to its surroundings. */
export const HeaterRequest = Type.Object(
  {
    id: Id,
    powerKw: Kw('Electric power while it heats'),
    cop: Type.Number({ minimum: 0.5, maximum: 10, default: 1, description: 'Heat out for electricity in' }),
    temperatureC: Type.Number({ minimum: -50, maximum: 150, description: 'Now' }),
    minC: Type.Number({ minimum: -50, maximum: 150 }),
    maxC: Type.Number({ minimum: -50, maximum: 150 }),
    endC: Type.Optional(
      Type.Number({
        minimum: -50,
        maximum: 150,
        description:
          'Temperature to end the plan with at least; without it the one of now, at most the middle of the band',
      }),
    ),
    capacityKwhPerK: Type.Number({
      exclusiveMinimum: 0,
      maximum: 1000,
      description: 'Heat that warms it by one kelvin: 0.00116 kWh for each litre of water',
    }),
    lossKwPerK: Type.Number({
      minimum: 0,
      maximum: 10,
      default: 0,
      description: 'Loss for each kelvin of difference',
    }),
    surroundingsC: Type.Number({ minimum: -60, maximum: 60, default: 20 }),
    draws: Type.Array(
      Type.Object(
        { at: LocalTime(), kwh: Type.Number({ minimum: 0, maximum: 100, description: 'Heat taken' }) },
        { additionalProperties: false },
      ),
      { maxItems: 24, default: [], description: 'Heat taken every day, such as a shower' },
    ),
    minKw: Type.Number({
      minimum: 0,
      maximum: 100,
      default: 0,
      description:
        'Least power while it is on, such as that of a heat pump; 0 for one that may switch inside slots',
    }),
    minRunMinutes: Type.Integer({
      minimum: 0,
      maximum: 240,
      default: 0,
      description: 'Least time it stays on; without minKw at full power',
    }),
  },
  { additionalProperties: false },
);
export type HeaterRequest = Static<typeof HeaterRequest>;

export const HouseholdRequest = Type.Object(
  {
    baseLoadKw: Type.Number({
      minimum: 0,
      maximum: 100,
      default: 0,
      description: 'What everything else draws all the time',
    }),
    importLimitKw: Type.Optional(
      Kw('Most that may be drawn from the grid, as a mean over a slot of the plan'),
    ),
    exportLimitKw: Type.Optional(
      Type.Number({ minimum: 0, maximum: 100, description: 'Most that may be fed in' }),
    ),
    pv: Type.Array(
      Type.Object(
        {
          start: Instant,
          minutes: Type.Integer({ minimum: 1, maximum: 1440 }),
          kw: Type.Number({ minimum: 0, maximum: 1000 }),
        },
        { additionalProperties: false },
      ),
      {
        maxItems: 700,
        default: [],
        description: 'Forecast of the own solar power; none where nothing is said',
      },
    ),
    pvCurtailable: Type.Boolean({
      default: true,
      description: 'Can the inverter give less than the sun does',
    }),
  },
  { additionalProperties: false },
);
export type HouseholdRequest = Static<typeof HouseholdRequest>;

/** No more than this many devices of a kind are planned at once. */
const atMost = (maxItems: number) => ({ maxItems, default: [] });

export const DevicesRequest = Type.Object(
  {
    appliances: Type.Array(ApplianceRequest, atMost(10)),
    cars: Type.Array(CarRequest, atMost(3)),
    batteries: Type.Array(BatteryRequest, atMost(2)),
    heaters: Type.Array(HeaterRequest, atMost(3)),
  },
  { additionalProperties: false },
);
export type DevicesRequest = Static<typeof DevicesRequest>;

export const PlanRequest = Type.Object(
  {
    zone: ZoneId,
    hours: Type.Integer({
      minimum: 1,
      maximum: 168,
      default: 48,
      description: 'Horizon from now. Slots of the plan: 15 minutes up to 48 h, 30 up to 96 h, then 60',
    }),
    tariff: Type.Optional(TariffChoice),
    household: Type.Object(HouseholdRequest.properties, { additionalProperties: false, default: {} }),
    devices: DevicesRequest,
  },
  {
    additionalProperties: false,
    examples: [
      {
        zone: 'SE3',
        devices: {
          appliances: [{ id: 'dishwasher', powerKw: 1.2, minutes: 120, deadline: '07:00' }],
          cars: [{ id: 'car', batteryKwh: 60, socPercent: 40, targetPercent: 80, deadline: '07:00' }],
        },
      },
    ],
  },
);
export type PlanRequest = Static<typeof PlanRequest>;

/** What an account has stored to plan with. */
export const StoredHousehold = Type.Object({ request: PlanRequest, updatedAt: Instant });
export type StoredHousehold = Static<typeof StoredHousehold>;

export const DeviceKind = Type.Union(
  ['appliance', 'car', 'battery', 'heater'].map((kind) => Type.Literal(kind)) as [
    Type.TLiteral<'appliance'>,
    Type.TLiteral<'car'>,
    Type.TLiteral<'battery'>,
    Type.TLiteral<'heater'>,
  ],
);
export type DeviceKind = Static<typeof DeviceKind>;

/** Why something runs when it does, for who tells it in words of their own; prices are minor units per kWh. */
export const PlanReason = Type.Object({
  code: Type.Union([
    Type.Literal('running'),
    Type.Literal('solar'),
    Type.Literal('negative-price'),
    Type.Literal('only-start'),
    Type.Literal('best-start'),
    Type.Literal('best-start-with-others'),
    Type.Literal('among-cheapest'),
    Type.Literal('for-later'),
    Type.Literal('for-the-end'),
    Type.Literal('instead-of-buying'),
    Type.Literal('before-dearer-hours'),
    Type.Literal('too-cold-without'),
  ]),
  price: Type.Optional(Type.Number({ description: 'Mean price of the run; the dearest of among-cheapest' })),
  other: Type.Optional(
    Type.Number({ description: 'What it is compared with: the first possible start, or the hours after it' }),
  ),
  share: Type.Optional(Type.Number({ description: 'Of solar power, 0 to 1' })),
  rank: Type.Optional(Type.Integer({ description: 'Of best-start-with-others and among-cheapest, from 1' })),
  count: Type.Optional(Type.Integer({ description: 'Starts or slots that were to choose from' })),
});
export type PlanReason = Static<typeof PlanReason>;

/** A stretch of time in which a device does one thing. */
export const PlanRun = Type.Object({
  action: Type.Union([
    Type.Literal('run'),
    Type.Literal('charge'),
    Type.Literal('discharge'),
    Type.Literal('heat'),
  ]),
  start: Instant,
  end: Instant,
  kwh: Type.Number({ description: 'Taken, or given when it discharges' }),
  meanPrice: Type.Number({ description: 'Mean price of a kWh from the grid then, minor units' }),
  kind: SlotKind,
  reason: Type.String({ description: 'Why then, as an English sentence' }),
  why: PlanReason,
});
export type PlanRun = Static<typeof PlanRun>;

export const PlannedDevice = Type.Object({
  id: Type.String(),
  kind: DeviceKind,
  kwh: Type.Number({ description: 'Taken over the plan' }),
  runs: Type.Array(PlanRun),
  leftOut: Type.Union([Type.String(), Type.Null()], { description: 'Why an optional device does not run' }),
});
export type PlannedDevice = Static<typeof PlannedDevice>;

export const Span = Type.Object({ low: Type.Number(), high: Type.Number() });

/** What a household is to do. Every device of the request is in it, with runs or with why it has none. */
export const PlanResponse = Type.Object({
  zone: Type.String(),
  timeZone: Type.String(),
  currency: Type.String(),
  unit: Type.String({ description: 'Of prices, e.g. ct/kWh' }),
  generatedAt: Instant,
  from: Instant,
  to: Instant,
  stepMinutes: Type.Integer(),
  method: Type.Union([Type.Literal('greedy'), Type.Literal('milp')], {
    description: 'greedy: exact for loads that do not meet; milp: mixed-integer optimum',
  }),
  gap: Type.Number({ description: 'The optimum is at most this share cheaper; 0 when proven' }),
  cost: Type.Object({
    planned: Type.Number({ description: 'Of the household over the plan, wear included; below 0 it earns' }),
    startNow: Type.Number({ description: 'With everything started as soon as it may, and no battery' }),
    saving: Type.Number(),
  }),
  certainty: Type.Object({
    level: Type.Union([Type.Literal('certain'), Type.Literal('high'), Type.Literal('low')], {
      description:
        'certain: every price it uses is published; high: it saves even if every forecast errs against it to the end of ' +
        'its 80 % band; low: it may not',
    }),
    publishedShare: Type.Number({ description: 'Share of the energy that runs at published prices, 0 to 1' }),
    cost: Span,
    saving: Span,
    publishedUntil: Type.Union([Instant, Type.Null()]),
    replanAfter: Type.Union([Instant, Type.Null()], {
      description: 'When prices now forecast are to be published; null when all are',
    }),
  }),
  devices: Type.Array(PlannedDevice),
  slots: Type.Array(
    Type.Object({
      start: Instant,
      minutes: Type.Integer(),
      kind: SlotKind,
      price: Type.Number(),
      feedInPrice: Type.Number(),
      importKwh: Type.Number(),
      exportKwh: Type.Number(),
      pvKwh: Type.Number({ description: 'Solar energy used or fed in' }),
    }),
  ),
  notes: Type.Array(Type.String(), { description: 'What else one should know about the plan' }),
  simulated: Type.Boolean(),
  model: Type.String({ description: 'Of the forecast prices; "published" when there are none' }),
  freshness: Freshness,
});
export type PlanResponse = Static<typeof PlanResponse>;

/** A problem document; for a plan that cannot be, with the plan that is nearest to it. */
export const PlanProblem = Type.Object({
  ...Problem.properties,
  nearestPlan: Type.Optional(PlanResponse),
});
export type PlanProblem = Static<typeof PlanProblem>;
