import type { Allowance, Limiter } from '../cache/limiter.ts';
import { ProblemError } from './problem.ts';

/** @throws ProblemError 429 when nothing is left */
export async function take(limiter: Limiter, key: string): Promise<Allowance> {
  const allowance = await limiter.take(key);
  const { allowed, resetSeconds } = allowance;
  if (allowed) return allowance;
  const wait = resetSeconds < 90 ? `${resetSeconds} seconds` : `${Math.ceil(resetSeconds / 60)} minutes`;
  throw new ProblemError('too-many-requests', `That was too often. Try again in ${wait}.`, [], resetSeconds);
}

/** Draft 6 of RateLimit header fields for HTTP, which clients know best. */
export const allowanceHeaders = (
  { points, seconds }: Limiter,
  { remaining, resetSeconds }: Allowance,
): Record<string, string> => ({
  'ratelimit-limit': `${points}, ${points};w=${seconds}`,
  'ratelimit-remaining': String(remaining),
  'ratelimit-reset': String(resetSeconds),
});
