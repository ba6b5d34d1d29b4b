import { type Accessor, createMemo, createSignal, onCleanup } from 'solid-js';
import { makePoller, type PollState, unloaded } from './poller.ts';

interface PolledOptions<Key extends readonly unknown[], Value> {
  /** What to load for; null while it is not known. A change forgets the old answer and loads anew. */
  key: Accessor<Key | null>;
  load: (key: Key, signal: AbortSignal) => Promise<Value>;
  everyMs: number;
  /** See the poller. */
  outdatedInMs?: (value: Value) => number;
}

/** Reactive {@link makePoller}: loads for a key, again every few minutes, when the tab is looked at and when online again. */
export function createPolled<Key extends readonly unknown[], Value>(
  options: PolledOptions<Key, Value>,
): Accessor<PollState<Value>> {
  const key = createMemo(options.key, null, {
    equals: (a, b) => a === b || (a !== null && b !== null && a.join('\n') === b.join('\n')),
  });
  const current = createMemo((): Accessor<PollState<Value>> => {
    const wanted = key();
    const [state, setState] = createSignal<PollState<Value>>(unloaded);
    if (wanted === null) return state;
    const poller = makePoller<Value>({
      load: (signal) => options.load(wanted, signal),
      everyMs: options.everyMs,
      onChange: setState,
      outdatedInMs: options.outdatedInMs,
      isVisible: () => document.visibilityState === 'visible',
    });
    const wake = (): void => {
      if (document.visibilityState === 'visible') poller.wake();
    };
    document.addEventListener('visibilitychange', wake);
    window.addEventListener('online', wake);
    onCleanup(() => {
      document.removeEventListener('visibilitychange', wake);
      window.removeEventListener('online', wake);
      poller.stop();
    });
    return state;
  });
  return () => current()();
}
