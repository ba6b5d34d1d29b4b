import Type from 'typebox';
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

export const StackResponse = Type.Object({
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
});
