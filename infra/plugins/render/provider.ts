import type { Provider } from '@pulumi/pulumi/provider/index.js';
import { makeProvider } from '../protocol/make-provider.ts';
import { kindsOf } from './kinds.ts';
import { openSession, type Session } from './session.ts';

/**
 * The provider plugin `render`. It asks for the key when there is something to do at Render, so that a preview needs
 * none.
 *
 * @param env `RENDER_API_KEY`, and `RENDER_API_URL` where Render is not at its usual place (an emulator)
 * @param report shows a line of progress
 */
export function renderProvider(env: NodeJS.ProcessEnv, report: (line: string) => void): Provider {
  const stop = new AbortController();
  let session: Session | undefined;
  const open = (): Session => {
    session ??= openSession(env, { signal: stop.signal, report });
    return session;
  };
  return makeProvider('0.1.0', kindsOf(open), () => stop.abort());
}
