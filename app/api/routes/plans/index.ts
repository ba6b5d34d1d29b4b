import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { PlanProblem, PlanRequest, PlanResponse } from '../../../contract/plan.ts';
import { planCalendar } from '../../answers/plan-calendar.ts';
import type { Context } from '../../context.ts';
import { plan } from '../../planner.ts';
import { problemResponses } from '../ready-route.ts';

/** When to run what. Nothing of a request is stored. */
export const planRoutes: (context: Context) => FastifyPluginAsyncTypebox = (context) => async (app) => {
  app.post<{ Body: PlanRequest }>('/plans', {
    config: { access: 'public' },
    schema: {
      summary:
        'The cheapest plan for the devices of a household, as JSON or, with Accept: text/calendar, as iCalendar',
      tags: ['plans'],
      body: PlanRequest,
      response: { 200: PlanResponse, ...problemResponses, '4xx': PlanProblem },
    },
    handler: async ({ body, headers }, reply) => {
      const answer = await plan(context, body);
      reply.header('cache-control', 'no-store').header('vary', 'accept');
      if (!wantsCalendar(headers.accept)) return answer;
      return reply
        .type('text/calendar; charset=utf-8')
        .header('content-disposition', 'attachment; filename="plan.ics"')
        .send(planCalendar(answer));
    },
  });
};

/** JSON, unless iCalendar is named and JSON is not. */
function wantsCalendar(accept = ''): boolean {
  return /\btext\/calendar\b/i.test(accept) && !/\bapplication\/json\b/i.test(accept);
}
