import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { PlanProblem, PlanRequest, PlanResponse, StoredHousehold } from '../../../contract/plan.ts';
import { deleteHousehold, readHousehold, storeHousehold } from '../../../db/households.ts';
import { householdView } from '../../auth/account-view.ts';
import type { Context } from '../../context.ts';
import { plan, refuseSenseless } from '../../planner.ts';
import { callerOf } from '../../plugins/access.ts';
import { ProblemError } from '../../problem.ts';
import { problemResponse, problemResponses } from '../problem-responses.ts';
import { sendPlan } from './send-plan.ts';

const tags = ['account'];
const read = { config: { access: 'account:read' } } as const;
const write = { config: { access: 'account:write' } } as const;

/** The household that an account has stored, and its plan, under `/api/v1/account/household`. */
export const householdRoutes: (context: Context) => FastifyPluginAsyncTypebox = (context) => async (app) => {
  const { pool } = context;

  app.get(
    '',
    {
      ...read,
      schema: {
        summary: 'What the household plans with',
        tags,
        response: { 200: StoredHousehold, ...problemResponses },
      },
    },
    async (request) => householdView(await ownHousehold(callerOf(request).accountId)),
  );
  app.put<{ Body: PlanRequest }>(
    '',
    {
      ...write,
      schema: {
        summary: 'Store what the household plans with',
        tags,
        body: PlanRequest,
        response: { 200: StoredHousehold, ...problemResponses },
      },
    },
    async (request) => {
      await refuseSenseless(context, request.body);
      return householdView(await storeHousehold(pool, callerOf(request).accountId, request.body));
    },
  );
  app.delete(
    '',
    {
      ...write,
      schema: {
        summary: 'Forget what the household plans with',
        tags,
        response: { 204: Type.Null(), ...problemResponses },
      },
    },
    async (request, reply) => {
      if (!(await deleteHousehold(pool, callerOf(request).accountId))) throw nothingStored();
      return reply.code(204).send(null);
    },
  );
  app.get(
    '/plan',
    {
      ...read,
      schema: {
        summary:
          'The cheapest plan of the stored household from now on, as JSON or, with Accept: text/calendar, as iCalendar',
        tags,
        response: { 200: PlanResponse, ...problemResponses, '4xx': problemResponse(PlanProblem) },
      },
    },
    async (request, reply) => {
      const { request: stored } = await ownHousehold(callerOf(request).accountId);
      return sendPlan(request, reply, await plan(context, stored));
    },
  );

  async function ownHousehold(accountId: string) {
    const household = await readHousehold(pool, accountId);
    if (!household) throw nothingStored();
    return household;
  }
};

const nothingStored = (): ProblemError =>
  new ProblemError('not-found', 'No household is stored. PUT /api/v1/account/household stores one.');
