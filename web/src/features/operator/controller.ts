import { createMemo } from 'solid-js';
import { operations } from '../../api/account.ts';
import { createPolled } from '../../api/create-polled.ts';
import { createNowMs } from '../../ui/clock.ts';
import { jobsOf } from './jobs.ts';

const everyMs = 30_000;

/** What the page of operators shows: loaded twice a minute, the last answer kept while the stack does not answer. */
export function createStack() {
  const nowMs = createNowMs(15_000);
  const stack = createPolled({ key: () => [], load: (_, signal) => operations.stack(signal), everyMs });
  const runs = createPolled({ key: () => [], load: (_, signal) => operations.jobs(signal), everyMs });
  return {
    nowMs,
    stack: () => stack().value,
    loadedAtMs: () => stack().loadedAtMs,
    error: () => stack().error ?? runs().error,
    jobs: createMemo(() => {
      const known = runs().value;
      return known && jobsOf(known.runs);
    }),
  };
}

/** See {@link createStack}. */
export type OperatedStack = ReturnType<typeof createStack>;
