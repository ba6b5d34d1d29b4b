import { setTimeout as sleep } from 'node:timers/promises';
import { zone } from './patient.ts';

/** What was answered while something was broken. */
export interface Readings {
  count: number;
  /** Answers other than 200, and none at all, each kind once. */
  refused: string[];
  slowestSeconds: number;
}

const answerWithinMs = 10_000;

/** Asks for the price of now again and again, which a stack without its databases has to go on telling. */
export function startReading(apiUrl: string): { stop: () => Promise<Readings> } {
  const refused = new Set<string>();
  let [count, slowestMs] = [0, 0];
  let isStopped = false;
  const going = (async () => {
    for (; !isStopped; await sleep(50)) {
      const startedMs = Date.now();
      const answer = await fetch(`${apiUrl}/api/v1/prices/current?zone=${zone}`, {
        signal: AbortSignal.timeout(answerWithinMs),
      }).catch(() => null);
      await answer?.arrayBuffer().catch(() => {});
      count += 1;
      slowestMs = Math.max(slowestMs, Date.now() - startedMs);
      if (!answer?.ok) refused.add(`a price was answered with ${answer?.status ?? 'nothing'}`);
    }
  })();
  return {
    stop: async () => {
      isStopped = true;
      await going;
      return { count, refused: [...refused], slowestSeconds: slowestMs / 1000 };
    },
  };
}
