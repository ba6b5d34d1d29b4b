import { FeedError, type PriceFeed } from './feed.ts';

const minuteMs = 60_000;
/** How long a feed is left alone that refused without saying for how long. */
const usualPauseMs = minuteMs;

/**
 * A feed that is asked at most so often in any minute, by this process. Once it refuses because it was asked too often
 * or names a time to wait, it is left alone until then: whoever asks meanwhile gets the refusal without a request.
 */
export function paced(feed: PriceFeed, requestsPerMinute: number): PriceFeed {
  const starts: number[] = [];
  let closedUntilMs = 0;
  return {
    ...feed,
    async turn(signal) {
      const now = Date.now();
      if (now < closedUntilMs) throw leftAlone(feed, (closedUntilMs - now) / 1000);
      const startMs = Math.max(now, (starts.at(-requestsPerMinute) ?? 0) + minuteMs);
      starts.push(startMs);
      if (starts.length > requestsPerMinute) starts.shift();
      if (startMs > now) await sleep(startMs - now, signal);
    },
    async fetchDays(...request) {
      try {
        return await feed.fetchDays(...request);
      } catch (error) {
        if (error instanceof FeedError) closedUntilMs = Math.max(closedUntilMs, Date.now() + pauseMs(error));
        throw error;
      }
    },
  };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
}

function pauseMs({ kind, retryAfterSeconds }: FeedError): number {
  if (retryAfterSeconds !== null) return retryAfterSeconds * 1000;
  return kind === 'rate-limited' ? usualPauseMs : 0;
}

function leftAlone({ name }: PriceFeed, remainingSeconds: number): FeedError {
  const seconds = Math.ceil(remainingSeconds);
  const message = `${name} refused a request and is left alone for another ${seconds} s.`;
  return new FeedError(name, 'rate-limited', message, seconds);
}
