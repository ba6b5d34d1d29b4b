import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { JobsQuery, JobsResponse, StackResponse } from '../../contract/operations.ts';
import { lastJobRuns } from '../../db/job-runs.ts';
import type { Context } from '../context.ts';
import { readFreshZones } from '../fresh-zones.ts';
import { problemResponses } from './problem-responses.ts';

const tags = ['operations'];
const instant = (ms: number): string => new Date(ms).toISOString();
const maybe = (ms: number | null): string | null => (ms === null ? null : instant(ms));

/** What an operator looks at, under `/api/v1/operations`. */
export const operationRoutes: (context: Context) => FastifyPluginAsyncTypebox = (context) => async (app) => {
  app.get(
    '/jobs',
    {
      config: { access: 'stack:read' },
      schema: {
        summary: 'The last runs of the jobs, newest first',
        tags,
        querystring: JobsQuery,
        response: { 200: JobsResponse, ...problemResponses },
      },
    },
    async ({ query }) => {
      const runs = await lastJobRuns(context.pool, query.limit ?? 50, query.job ?? null);
      return {
        runs: runs.map(({ startedAtMs, endedAtMs, ...run }) => ({
          ...run,
          startedAt: instant(startedAtMs),
          endedAt: maybe(endedAtMs),
        })),
      };
    },
  );
  app.get(
    '/stack',
    {
      config: { access: 'stack:read' },
      schema: {
        summary: 'Release, freshness of zones, alerts that fire, cost and links',
        tags,
        response: { 200: StackResponse, ...problemResponses },
      },
    },
    async () => {
      const { stack, cost, links, firingAlerts } = context.operator;
      const [zones, alerts, isRedisUp] = await Promise.all([
        readFreshZones(context.pool, context.defaultZone),
        firingAlerts(),
        context.shared.ping(),
      ]);
      return {
        stack,
        cost,
        links,
        alerts,
        release: context.release,
        redis: isRedisUp ? context.shared.kind : ('down' as const),
        zones: zones.map(({ zone, checkedAtMs, failedAtMs, failures }) => ({
          zone,
          checkedAt: maybe(checkedAtMs),
          failedAt: maybe(failedAtMs),
          failures,
        })),
      };
    },
  );
};
