import { setTimeout as sleep } from 'node:timers/promises';

/** Traffic that goes on until it is stopped. */
export interface Load {
  stop(): Promise<LoadResult>;
}

export interface LoadResult {
  requests: number;
  /** Those that had no answer, or one that says that the server is at fault; what and when. */
  failed: string[];
}

const paths = [
  '/api/v1/prices/current?zone=SE3',
  '/api/v1/prices?zone=SE3',
  '/api/v1/prices/cheapest-window?zone=SE3&minutes=120',
  '/api/v1/forecasts?zone=SE3',
  '/api/v1/zones',
  '/no-such-page',
];

/** Requests of every kind that users make, ones for what is not there included; five a second unless told otherwise. */
export function startLoad(baseUrl: string, { pauseMs = 200 }: { pauseMs?: number } = {}): Load {
  const result: LoadResult = { requests: 0, failed: [] };
  let running = true;
  const going = (async () => {
    for (; running; result.requests += 1) {
      const path = paths[result.requests % paths.length] ?? '/';
      const failure = await failureOf(`${baseUrl}${path}`);
      if (failure) result.failed.push(`${new Date().toISOString()} ${path}: ${failure}`);
      await sleep(pauseMs);
    }
  })();
  return {
    stop: async () => {
      running = false;
      await going;
      return result;
    },
  };
}

async function failureOf(url: string): Promise<string | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) });
    const text = await answer.text();
    return answer.status < 500 ? null : `${answer.status} ${text.slice(0, 200)}`;
  } catch (error) {
    return String((error as Error).cause ?? error);
  }
}
