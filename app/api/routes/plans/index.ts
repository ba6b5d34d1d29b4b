import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { PlanProblem, PlanRequest, PlanResponse } from '../../../contract/plan.ts';
import type { Context } from '../../context.ts';
import { plan } from '../../planner.ts';
import { problemResponse, problemResponses } from '../problem-responses.ts';
import { sendPlan } from './send-plan.ts';

/** When to run what. Nothing of a request is stored. */
export const planRoutes: (context: Context) => FastifyPluginAsyncTypebox = (context) => async (app) => {
  app.post<{ Body: PlanRequest }>('/plans', {
    config: { access: 'public' },
    schema: {
      summary:
        'The cheapest plan for the devices of a household, as JSON or, with Accept: text/calendar, as iCalendar',
      tags: ['plans'],
      body: PlanRequest,
      response: { 200: PlanResponse, ...problemResponses, '4xx': problemResponse(PlanProblem) },
    },
    handler: async (request, reply) => sendPlan(request, reply, await plan(context, request.body)),
  });
};
