import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import * as contract from '../../contract/accounts.ts';
import { accessTokenSeconds } from '../auth/access-tokens.ts';
import { accountView } from '../auth/account-view.ts';
import { cookieOf, csrfHeader, isFromOwnPage, setTokenCookies } from '../auth/cookies.ts';
import {
  type Client,
  endSessions,
  logIn,
  type OpenSession,
  refreshSession,
  sessionDays,
} from '../auth/logins.ts';
import {
  type Asker,
  confirmRegistration,
  forgetPassword,
  register,
  resetPassword,
} from '../auth/registrations.ts';
import type { Context } from '../context.ts';
import { languageOf } from '../language.ts';
import { callerOf } from '../plugins/access.ts';
import { ProblemError } from '../problem.ts';
import { problemResponses } from './problem-responses.ts';

const tags = ['auth'];
const open = { config: { access: 'public' } } as const;
const mailed = { 202: contract.MailedResponse, ...problemResponses };
const done = { 204: Type.Null(), ...problemResponses };
const session = { 200: contract.SessionResponse, ...problemResponses };

/** Registration, login and what belongs to it, under `/api/v1/auth`. */
export const authRoutes: (context: Context) => FastifyPluginAsyncTypebox = (context) => async (app) => {
  app.addHook('onRequest', (_request, reply, next) => {
    reply.header('cache-control', 'no-store');
    next();
  });

  app.post(
    '/register',
    {
      ...open,
      schema: {
        summary: 'Register; a mail asks for confirmation',
        tags,
        body: contract.RegisterBody,
        response: mailed,
      },
    },
    async (request, reply) => {
      await register(context, request.body.email, request.body.password, askerOf(request));
      return reply.code(202).send({ message: 'A mail is on its way to this address. Open the link in it.' });
    },
  );
  app.post(
    '/confirm',
    {
      ...open,
      schema: { summary: 'Confirm a registration', tags, body: contract.ConfirmBody, response: done },
    },
    async (request, reply) => {
      await confirmRegistration(context, request.body.token);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/password/forgot',
    {
      ...open,
      schema: {
        summary: 'Ask for a new password by mail',
        tags,
        body: contract.ForgotBody,
        response: mailed,
      },
    },
    async (request, reply) => {
      await forgetPassword(context, request.body.email, askerOf(request));
      return reply
        .code(202)
        .send({ message: 'If there is an account with this address, a mail is on its way to it.' });
    },
  );
  app.post(
    '/password/reset',
    { ...open, schema: { summary: 'Choose a new password', tags, body: contract.ResetBody, response: done } },
    async (request, reply) => {
      const language = languageOf(request.headers['accept-language']);
      await resetPassword(context, request.body.token, request.body.password, language);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/login',
    { ...open, schema: { summary: 'Log in', tags, body: contract.LoginBody, response: session } },
    async (request, reply) => {
      const { email, password, delivery = 'token' } = request.body;
      const opened = await logIn(context, email, password, clientOf(request));
      return answer(context, reply, opened, delivery);
    },
  );
  app.post(
    '/refresh',
    {
      ...open,
      schema: { summary: 'Exchange a refresh token', tags, body: contract.RefreshBody, response: session },
    },
    async (request, reply) => {
      const given = request.body.refreshToken;
      const cookie = given === undefined ? cookieOf(request, 'refresh') : null;
      const token = given ?? cookie;
      if (!token) throw new ProblemError('unauthorized', 'There is no refresh token. Log in.');
      if (cookie && !isFromOwnPage(request))
        throw new ProblemError('forbidden', `With a cookie, a refresh needs the header ${csrfHeader}.`);
      return answer(context, reply, await refreshSession(context, token), cookie ? 'cookie' : 'token');
    },
  );
  app.get(
    '/jwks',
    {
      ...open,
      schema: {
        summary: 'Public keys that access tokens verify with (RFC 7517); two while the key is rotated',
        tags,
        response: { 200: contract.JwksResponse, ...problemResponses },
      },
    },
    async (_request, reply) =>
      reply.header('cache-control', 'public, max-age=300').send(context.accessTokens.jwks),
  );
  app.post(
    '/logout',
    {
      config: { access: 'account:write' },
      schema: { summary: 'End this session', tags, response: done },
    },
    async (request, reply) => {
      const { accountId, sessionId } = callerOf(request);
      if (sessionId) await endSessions(context, accountId, { only: sessionId });
      setTokenCookies(reply, null, cookieOptions(context));
      return reply.code(204).send(null);
    },
  );
};

export const clientOf = ({ ip, headers }: FastifyRequest): Client => ({
  address: ip,
  name: (headers['user-agent'] ?? '').slice(0, 200),
});

/** Sends a session the way the client wants its tokens. */
export function answer(
  context: Context,
  reply: FastifyReply,
  { account, tokens }: OpenSession,
  delivery: 'token' | 'cookie',
): FastifyReply {
  const body = { account: accountView(account), expiresInSeconds: accessTokenSeconds };
  if (delivery === 'token')
    return reply.send({ ...body, accessToken: tokens.access, refreshToken: tokens.refresh });
  setTokenCookies(reply, tokens, cookieOptions(context));
  return reply.send(body);
}

const askerOf = ({ ip, headers }: FastifyRequest): Asker => ({
  from: ip,
  language: languageOf(headers['accept-language']),
});

export const cookieOptions = ({ publicUrl }: Context) => ({
  secure: publicUrl.startsWith('https:'),
  refreshDays: sessionDays,
});
