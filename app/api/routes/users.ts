import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import * as contract from '../../contract/accounts.ts';
import { Id } from '../../contract/http.ts';
import { type Account, isLastAdmin, listAccounts, updateStanding } from '../../db/accounts.ts';
import { listSessions, revokeSessions } from '../../db/sessions.ts';
import { inTransaction } from '../../db/transaction.ts';
import { accountView } from '../auth/account-view.ts';
import type { Context } from '../context.ts';
import { callerOf } from '../plugins/access.ts';
import { ProblemError } from '../problem.ts';
import { problemResponses } from './problem-responses.ts';

const tags = ['users'];
const view = (account: Account) => ({ ...accountView(account), disabled: account.disabled });

/** Accounts and their roles, for admins, under `/api/v1/users`. */
export const userRoutes: (context: Context) => FastifyPluginAsyncTypebox = (context) => async (app) => {
  app.get(
    '',
    {
      config: { access: 'users:read' },
      schema: {
        summary: 'Accounts by e-mail address, a page at a time',
        tags,
        querystring: contract.UsersQuery,
        response: { 200: contract.UsersResponse, ...problemResponses },
      },
    },
    async ({ query }) => {
      const accounts = await listAccounts(context.pool, query.after?.toLowerCase() ?? '', query.limit ?? 50);
      return { users: accounts.map(view) };
    },
  );
  app.patch(
    '/:id',
    {
      config: { access: 'users:write' },
      schema: {
        summary: 'Change the role of an account, or disable it; takes effect at once',
        tags,
        params: Type.Object({ id: Id }),
        body: contract.UserBody,
        response: { 200: contract.UserSummary, ...problemResponses },
      },
    },
    async (request) => {
      const { id } = request.params;
      const changed = await changeStanding(context, id, request.body);
      const by = callerOf(request).accountId;
      context.log.info(
        { event: 'standing-changed', accountId: id, by, ...request.body },
        'an account was changed',
      );
      return view(changed);
    },
  );
};

async function changeStanding(
  { pool, standings }: Context,
  id: string,
  change: contract.UserBody,
): Promise<Account> {
  const { account, sessions } = await inTransaction(pool, async (db) => {
    const losesAdmin = change.disabled === true || (change.role !== undefined && change.role !== 'admin');
    if (losesAdmin && (await isLastAdmin(db, id)))
      throw new ProblemError('conflict', 'This is the last admin. Make somebody else one first.');
    const account = await updateStanding(db, id, change);
    if (!account) throw new ProblemError('not-found', 'There is no such account.');
    const sessions = change.disabled
      ? await revokeSessions(db, id)
      : (await listSessions(db, id)).map((session) => session.id);
    return { account, sessions };
  });
  await (change.disabled ? standings.end(sessions) : standings.renew(sessions));
  return account;
}
