import Type, { type Static } from 'typebox';
import { Id, Instant, ZoneId } from './http.ts';
import { languages } from './languages.ts';
import { TariffChoice } from './tariff.ts';

/**
 * Price alerts of a household: what it wants to hear of, by which channels, and what became of each message. Prices
 * are minor units per kWh (ct, öre, p): those of the market, or with a `tariff` what the household pays, VAT included.
 */

const closed = { additionalProperties: false } as const;

/** What a household may want to hear of. */
export const alertKinds = ['below', 'above', 'negative', 'tomorrow', 'cheapest-window'] as const;
export type AlertKind = (typeof alertKinds)[number];
export const alertChannels = ['email', 'push', 'webhook'] as const;
export type AlertChannel = (typeof alertChannels)[number];
/** Where webhooks may lead: public addresses by https, or any address. */
export const webhookReaches = ['public', 'any'] as const;
/** `dead`: given up, with its reason; it can be sent again by hand. */
export const deliveryStates = ['queued', 'sent', 'dead'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

const oneOf = <T extends string>(values: readonly T[], description: string) =>
  Type.Unsafe<T>(
    Type.Union(
      values.map((value) => Type.Literal(value)),
      { description },
    ),
  );

const Language = oneOf(languages, 'What its messages are written in; English when left out');

export const AlertBody = Type.Object(
  {
    name: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 60,
        pattern: '^[^\\u0000-\\u001f]+$',
        description: 'As it is told',
      }),
    ),
    kind: oneOf(
      alertKinds,
      'The price falls below or rises above `perKwh`; is negative; those of tomorrow are published; the cheapest window of the day starts',
    ),
    zone: ZoneId,
    perKwh: Type.Optional(
      Type.Number({
        minimum: -1000,
        maximum: 1000,
        description: 'Price in minor units per kWh; needed by `below` and `above`, and by no other kind',
      }),
    ),
    minutes: Type.Optional(
      Type.Integer({
        minimum: 15,
        maximum: 1440,
        description: 'Length of the window; needed by `cheapest-window`, and by no other kind',
      }),
    ),
    tariff: Type.Optional(TariffChoice),
    leadMinutes: Type.Integer({
      minimum: 0,
      maximum: 720,
      default: 15,
      description: 'How long before it begins the message comes; of no use to `tomorrow`',
    }),
    email: Type.Boolean({ default: false, description: "To the account's own address" }),
    push: Type.Boolean({ default: false, description: 'To the browsers that the account has subscribed' }),
    webhook: Type.Optional(
      Type.String({
        minLength: 8,
        maxLength: 500,
        pattern: '^https?://[^\\s\\u0000-\\u001f]+$',
        description: 'Where a POST with the message goes',
      }),
    ),
    language: Type.Optional(Language),
    enabled: Type.Boolean({ default: true }),
  },
  { ...closed, examples: [{ kind: 'below', zone: 'DE-LU', perKwh: 5, leadMinutes: 30, email: true }] },
);
export type AlertBody = Static<typeof AlertBody>;

const secret = {
  webhookSecret: Type.Optional(
    Type.String({
      description:
        'Key of the signatures of the webhook, shown when the webhook is new: https://www.standardwebhooks.com',
    }),
  ),
};
export const AlertResponse = Type.Object({
  id: Id,
  ...AlertBody.properties,
  unit: Type.String({ description: 'Of its price, e.g. ct/kWh' }),
  createdAt: Instant,
  ...secret,
});
export type AlertResponse = Static<typeof AlertResponse>;

export const PushSubscriptionBody = Type.Object(
  {
    endpoint: Type.String({ minLength: 12, maxLength: 1000, pattern: '^https://[^\\s\\u0000-\\u001f]+$' }),
    p256dh: Type.String({
      pattern: '^[A-Za-z0-9_-]{87}=?$',
      description: 'Public key of the browser, base64url',
    }),
    auth: Type.String({ pattern: '^[A-Za-z0-9_-]{22}(==)?$', description: 'Shared secret, base64url' }),
  },
  closed,
);
export type PushSubscriptionBody = Static<typeof PushSubscriptionBody>;
export const PushSubscriptionSummary = Type.Object({
  id: Id,
  client: Type.String({ description: 'What the browser called itself' }),
  createdAt: Instant,
});
export type PushSubscriptionSummary = Static<typeof PushSubscriptionSummary>;

export const AlertsResponse = Type.Object({
  channels: Type.Object(
    {
      email: Type.Boolean(),
      push: Type.Union([Type.String(), Type.Null()], {
        description: 'Key that a browser subscribes with (applicationServerKey), base64url',
      }),
      webhook: oneOf(webhookReaches, 'public: https addresses on the Internet only'),
    },
    { description: 'What this stack can deliver by' },
  ),
  alerts: Type.Array(AlertResponse),
  browsers: Type.Array(PushSubscriptionSummary),
});
export type AlertsResponse = Static<typeof AlertsResponse>;

/** What is told, the same by every channel; the body of a webhook. */
export const AlertMessage = Type.Object({
  kind: oneOf([...alertKinds, 'test'] as const, 'What it is about'),
  language: Type.Optional(Language),
  name: Type.Union([Type.String(), Type.Null()]),
  zone: Type.String(),
  title: Type.String(),
  text: Type.String(),
  start: Instant,
  end: Instant,
  price: Type.Union([Type.Number(), Type.Null()], { description: 'Mean from start to end' }),
  unit: Type.String({ description: 'e.g. ct/kWh' }),
  simulated: Type.Boolean({ description: 'Whether the prices are made up' }),
});
export type AlertMessage = Static<typeof AlertMessage>;

export const DeliverySummary = Type.Object({
  id: Id,
  alertId: Id,
  channel: oneOf(alertChannels, 'How it goes out'),
  state: oneOf(deliveryStates, 'dead: given up, for the reason in `error`'),
  attempts: Type.Integer(),
  dueAt: Type.String({ format: 'date-time', description: 'Of the next attempt, or of the last one' }),
  error: Type.Union([Type.String(), Type.Null()]),
  message: AlertMessage,
});
export type DeliverySummary = Static<typeof DeliverySummary>;
export const DeliveriesQuery = Type.Object(
  {
    state: Type.Optional(oneOf(deliveryStates, 'Only these')),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  },
  closed,
);
export type DeliveriesQuery = Static<typeof DeliveriesQuery>;
export const DeliveriesResponse = Type.Object({
  deliveries: Type.Array(DeliverySummary, { description: 'The latest first' }),
});
