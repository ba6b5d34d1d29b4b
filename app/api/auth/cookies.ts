import { parse, serialize } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { accessTokenSeconds } from './access-tokens.ts';

/** Tokens of browsers live in cookies that no script reads and no other site sends. */
const names = { access: 'eo_access', refresh: 'eo_refresh' } as const;
/** Where each is sent: the refresh token only to where it is of use. */
const paths = { access: '/api', refresh: '/api/v1/auth' } as const;

export type TokenCookie = keyof typeof names;

export function cookieOf({ headers }: FastifyRequest, cookie: TokenCookie): string | null {
  return headers.cookie ? (parse(headers.cookie)[names[cookie]] ?? null) : null;
}

/**
 * @param tokens null takes the cookies away
 * @param secure false only where the public address is plain HTTP, which is on one machine
 */
export function setTokenCookies(
  reply: FastifyReply,
  tokens: Record<TokenCookie, string> | null,
  { secure, refreshDays }: { secure: boolean; refreshDays: number },
): void {
  const lifetimes = { access: accessTokenSeconds, refresh: refreshDays * 86_400 };
  for (const cookie of ['access', 'refresh'] as const) {
    reply.header(
      'set-cookie',
      serialize(names[cookie], tokens?.[cookie] ?? '', {
        httpOnly: true,
        secure,
        sameSite: 'strict',
        path: paths[cookie],
        maxAge: tokens ? lifetimes[cookie] : 0,
      }),
    );
  }
}

/** A header that a page of another site cannot send without being asked first, and we never allow it to. */
export const csrfHeader = 'x-csrf-protection';

/** Whether a request that changes something and is let in by a cookie comes from our own page. */
export function isFromOwnPage({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  return (
    headers[csrfHeader] !== undefined && (site === undefined || site === 'same-origin' || site === 'none')
  );
}
