import type { Declared } from '../../../testing/small-engine.ts';
import { PartlyDone, type ResourceKind } from '../../protocol/kind.ts';
import type { Account } from './account.ts';

/** Where a run ends: at its nth request, before or after the effect of that. */
export interface End {
  readonly call: number;
  readonly moment: 'before' | 'after';
  /** One that is interrupted (Ctrl-C) still tells the engine what is there; of one that is killed nothing is heard. */
  readonly manner: 'interrupted' | 'killed';
}

/** A run that ends too early. */
export async function upUntil(account: Account, program: readonly Declared[], end: End): Promise<void> {
  const run = new AbortController();
  let sent = 0;
  const fetch: typeof globalThis.fetch = async (...request) => {
    sent += 1;
    if (sent < end.call) return globalThis.fetch(...request);
    if (end.moment === 'after') await globalThis.fetch(request[0], { ...request[1], signal: null });
    run.abort();
    throw new Error('stopped');
  };
  const kinds = account.kinds({ fetch, signal: run.signal });
  await account.engine.up(end.manner === 'killed' ? unheard(kinds) : kinds, program);
}

function unheard(kinds: Readonly<Record<string, ResourceKind>>): Record<string, ResourceKind> {
  const silenced = Object.entries(kinds).map(([type, kind]) => [
    type,
    {
      ...kind,
      create: (inputs) => withoutPart(kind.create(inputs)),
      update: (id, inputs, outputs) => withoutPart(kind.update(id, inputs, outputs)),
    } satisfies ResourceKind,
  ]);
  return Object.fromEntries(silenced);
}

async function withoutPart<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PartlyDone) throw new Error(error.message);
    throw error;
  }
}
