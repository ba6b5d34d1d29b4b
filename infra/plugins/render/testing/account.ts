import { setImmediate } from 'node:timers/promises';
import {
  type RenderEmulator,
  type RenderEmulatorOptions,
  startRenderEmulator,
} from '../../../emulators/render/index.ts';
import { type Declared, SmallEngine, type Touched } from '../../../testing/small-engine.ts';
import type { ResourceKind } from '../../protocol/kind.ts';
import type { Clock } from '../client/clock.ts';
import { kindsOf } from '../kinds.ts';
import { openSession, type SessionOptions } from '../session.ts';

/** An emulated account with an engine that runs programs on it. */
export interface Account {
  render: RenderEmulator;
  engine: SmallEngine;
  /** Lines of progress, of all runs. */
  reported: string[];
  /** The kinds of a new run of the plugin. */
  kinds(options?: Partial<SessionOptions>): Record<string, ResourceKind>;
  up(program: readonly Declared[], options?: Partial<SessionOptions>): Promise<Touched>;
  /** Writes since the last call, such as `POST /services`. */
  writes(): string[];
}

/** @param options of the emulator; without rate limits when left out, since runs of a test are quicker than any real one */
export async function openAccount(options: RenderEmulatorOptions = {}): Promise<Account> {
  const render = await startRenderEmulator({ limits: false, ...options });
  const engine = new SmallEngine();
  const env = { RENDER_API_KEY: render.key, RENDER_API_URL: render.url };
  const reported: string[] = [];
  const quick: SessionOptions = { clock: impatientClock(), report: (line) => reported.push(line) };
  const kinds: Account['kinds'] = (more = {}) => {
    const session = openSession(env, { ...quick, ...more });
    return kindsOf(() => session);
  };
  let seen = 0;
  const writes = (): string[] => {
    const fresh = render.requests.slice(seen);
    seen = render.requests.length;
    return fresh.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
  };
  const up: Account['up'] = (program, more) => engine.up(kinds(more), program);
  return { ...{ render, engine, reported, kinds, writes }, up };
}

/** A clock on which no wait takes time: each one puts it forward. */
function impatientClock(): Clock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    sleep: async (ms, signal) => {
      ahead += ms;
      await setImmediate(undefined, { signal });
    },
  };
}
