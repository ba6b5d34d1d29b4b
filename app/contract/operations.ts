import Type, { type Static } from 'typebox';
import { FiringAlert } from './firing-alerts.ts';
import { Instant } from './http.ts';

/** What operators read of a stack. */

const closed = { additionalProperties: false } as const;
const maybeInstant = Type.Union([Instant, Type.Null()]);

export const JobsQuery = Type.Object(
  {
    job: Type.Optional(Type.String({ maxLength: 60, pattern: '^[a-z-]+$' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
  },
  closed,
);
export const JobsResponse = Type.Object({
  runs: Type.Array(
    Type.Object({
      id: Type.Integer(),
      job: Type.String(),
      outcome: Type.String(),
      startedAt: Instant,
      endedAt: maybeInstant,
      counts: Type.Record(Type.String(), Type.Number()),
      error: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
});
export type JobsResponse = Static<typeof JobsResponse>;

export const StackResponse = Type.Object({
  stack: Type.String(),
  release: Type.String(),
  redis: Type.Union([Type.Literal('redis'), Type.Literal('in-process'), Type.Literal('down')]),
  zones: Type.Array(
    Type.Object({
      zone: Type.String(),
      checkedAt: maybeInstant,
      failedAt: maybeInstant,
      failures: Type.Integer({ description: 'Failed checks since the last good one' }),
    }),
  ),
  alerts: Type.Union([Type.Array(FiringAlert), Type.Null()], {
    description: 'Alerts that fire, critical ones first; null where no Prometheus is, or it does not answer',
  }),
  cost: Type.Object({
    budgetUsd: Type.Union([Type.Number(), Type.Null()], { description: 'USD a month' }),
    components: Type.Array(
      Type.Object({ component: Type.String(), usd: Type.Number({ description: 'Estimate, USD a month' }) }),
    ),
  }),
  links: Type.Object({
    grafana: Type.Union([Type.String(), Type.Null()]),
    prometheus: Type.Union([Type.String(), Type.Null()]),
  }),
});
export type StackResponse = Static<typeof StackResponse>;
