import { text } from 'node:stream/consumers';
import { placeOf } from './backup/place.ts';
import { expired, idAt } from './backup/retention.ts';
import { isSameState, parseState, StateStore } from './backup/state.ts';
import { UsageError } from './kit/options.ts';
import { runPipeline } from './kit/pipeline.ts';

/**
 * `state-backup`: keeps what standard input says of a stack, its configuration and what Pulumi knows of it, sealed beside the
 * stack's backups; `npm run up` runs it when it is done, and `npm run state -- keep`. One that says the same as the last is not
 * kept twice.
 */
await runPipeline({
  job: 'state-backup',
  description: 'Keeps the state and the configuration of a stack with its backups.',
  examples: ['state-backup --stack production <state.json'],
  async plan({ env }) {
    if (process.stdin.isTTY)
      throw new UsageError('The state comes on standard input. Keep it by: npm run state -- keep <stack>');
    const store = new StateStore(placeOf(env));
    const keep = async () => {
      const state = parseState(await text(process.stdin));
      const before = await store.list();
      const last = before.at(-1);
      const isKept = last !== undefined && (await isSame(store, last, state));
      if (isKept) return { outcome: 'unchanged', detail: store.placeOf(last) } as const;
      const id = idAt(Date.now());
      await store.write(id, state, env.RELEASE);
      const old = expired([...before, id]);
      await store.remove(old);
      return { outcome: 'ok', counts: { statesDeleted: old.length }, detail: store.placeOf(id) } as const;
    };
    return {
      steps: [{ name: 'state', about: `keeps the state of ${env.STACK} in ${store.placeOf('')}`, run: keep }],
    };
  },
});

/** One that does not open any more, as under another key, is no reason to keep none. */
async function isSame(
  store: StateStore,
  id: string,
  state: Parameters<typeof isSameState>[1],
): Promise<boolean> {
  return store.read(id).then(
    (kept) => isSameState(kept, state),
    () => false,
  );
}
