import { setTimeout as wait } from 'node:timers/promises';
import { Client } from './client/client.ts';
import { Cancelled, NeonError } from './errors.ts';

const defaultUrl = 'https://console.neon.tech/api/v2';

/** What every resource kind works with. There is one in a run, so that changes of one project take turns. */
export interface Session {
  /**
   * Opened at the first request: a preview that asks Neon nothing needs no key.
   *
   * @throws NeonError when `NEON_API_KEY` is not set
   */
  readonly client: Client;
  /** Shows a line of progress. */
  report(line: string): void;
}

export interface SessionOptions {
  readonly signal?: AbortSignal;
  readonly report?: (line: string) => void;
  /** Tests put others in the place of these. */
  readonly fetch?: typeof globalThis.fetch;
  readonly sleep?: (ms: number) => Promise<void>;
}

/** @param env `NEON_API_KEY`, and `NEON_API_URL` where Neon is not at its usual place (an emulator) */
export function openSession(env: NodeJS.ProcessEnv, options: SessionOptions = {}): Session {
  let client: Client | undefined;
  return {
    get client() {
      client ??= connect(env, options);
      return client;
    },
    report: options.report ?? toEngine,
  };
}

function connect(env: NodeJS.ProcessEnv, options: SessionOptions): Client {
  const key = env.NEON_API_KEY;
  if (!key) {
    throw new NeonError(
      'NEON_API_KEY is not set: make a key in the Neon console (Account settings, API keys) and export it.',
    );
  }
  const url = (env.NEON_API_URL || defaultUrl).replace(/\/+$/, '');
  const { signal = new AbortController().signal, fetch = globalThis.fetch } = options;
  return new Client({ url, key, signal, fetch, sleep: options.sleep ?? ((ms) => sleep(ms, signal)) });
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch {
    throw new Cancelled();
  }
}

/** The engine shows what a plugin prints on its standard error as progress. */
function toEngine(line: string): void {
  process.stderr.write(`${line}\n`);
}
