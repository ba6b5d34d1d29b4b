import { makeProvider } from '../protocol/make-provider.ts';
import { kindsOf } from './kinds/index.ts';
import { openSession } from './session.ts';

const interruption = new AbortController();
const session = openSession(process.env, { signal: interruption.signal });

/**
 * The provider plugin `neon`: serverless PostgreSQL of neon.com. Its kinds wait for Neon's operations, take over what
 * an interrupted run has made, and never replace or delete data without consent.
 */
export const provider = makeProvider('0.1.0', kindsOf(session), () => interruption.abort());
