import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PlanResponse } from '../../../contract/plan.ts';
import { planCalendar } from '../../answers/plan-calendar.ts';

/** Answers a plan as JSON or, with `Accept: text/calendar`, as iCalendar. It is of one moment and one household: not kept. */
export function sendPlan({ headers }: FastifyRequest, reply: FastifyReply, plan: PlanResponse) {
  reply.header('cache-control', 'no-store').header('vary', 'accept');
  if (!wantsCalendar(headers.accept)) return plan;
  return reply
    .type('text/calendar; charset=utf-8')
    .header('content-disposition', 'attachment; filename="plan.ics"')
    .send(planCalendar(plan));
}

/** JSON, unless iCalendar is named and JSON is not. */
function wantsCalendar(accept = ''): boolean {
  return /\btext\/calendar\b/i.test(accept) && !/\bapplication\/json\b/i.test(accept);
}
