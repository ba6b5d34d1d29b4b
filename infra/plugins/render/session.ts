import { Client } from './client/client.ts';
import { systemClock } from './client/clock.ts';
import type { Connection } from './client/http.ts';
import { Limiter } from './client/limiter.ts';
import { RenderError } from './errors.ts';
import { Redactor } from './redact.ts';

const defaultUrl = 'https://api.render.com/v1';

/** What every resource kind works with. There is one in a run, so that all of them keep the rate limits together. */
export interface Session {
  readonly client: Client;
  readonly redactor: Redactor;
  /** Shows a line of progress. */
  report(line: string): void;
}

export type SessionOptions = Partial<Omit<Connection, 'limiter' | 'redactor'>> & {
  report: (line: string) => void;
};

/** @param env `RENDER_API_KEY`, and `RENDER_API_URL` where Render is not at its usual place (an emulator) */
export function openSession(env: NodeJS.ProcessEnv, options: SessionOptions): Session {
  const key = options.key ?? env.RENDER_API_KEY;
  if (!key) {
    throw new RenderError(
      'RENDER_API_KEY is not set: make a key in the Render dashboard (Account Settings, API Keys) and export it.',
    );
  }
  const redactor = new Redactor();
  redactor.conceal([key]);
  const report = (line: string): void => options.report(redactor.redact(line));
  const clock = options.clock ?? systemClock;
  const client = new Client({
    url: (options.url ?? env.RENDER_API_URL ?? defaultUrl).replace(/\/+$/, ''),
    key,
    clock,
    redactor,
    limiter: new Limiter(clock, report),
    signal: options.signal ?? new AbortController().signal,
    fetch: options.fetch ?? globalThis.fetch,
  });
  return { client, redactor, report };
}
