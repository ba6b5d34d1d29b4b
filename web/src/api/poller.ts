import { ApiError } from './http.ts';

/** What is known of something that is loaded again and again. */
export interface PollState<Value> {
  /** The last good answer; kept while newer ones fail for a passing reason. */
  value: Value | null;
  loadedAtMs: number | null;
  /** Why the last try failed, null when it did not. */
  error: ApiError | null;
  /** When the next try after a failure starts. */
  retryAtMs: number | null;
}

/** Before the first answer. */
export const unloaded: PollState<never> = { value: null, loadedAtMs: null, error: null, retryAtMs: null };

interface PollerOptions<Value> {
  load: (signal: AbortSignal) => Promise<Value>;
  everyMs: number;
  onChange: (state: PollState<Value>) => void;
  /** Milliseconds until a value is known to be outdated, when that is before the next turn. */
  outdatedInMs?: ((value: Value) => number) | undefined;
  /** Nothing is loaded while nobody looks. */
  isVisible: () => boolean;
  /** 0 to 1; spreads the tries of many readers after an outage. */
  random?: () => number;
}

export interface Poller {
  /** Loads now unless what is there is fresh; for when somebody looks again, or is online again. */
  wake: () => void;
  stop: () => void;
}

const answerTimeoutMs = 15_000;
const freshMs = 15_000;
const firstRetryMs = 2_000;
const lastRetryMs = 60_000;

/** 2 s, 4 s, 8 s … a minute; each shortened by up to a quarter. */
export const retryDelayMs = (failures: number, random: number): number =>
  Math.min(lastRetryMs, firstRetryMs * 2 ** (failures - 1)) * (1 - random / 4);

/** Loads at once and then every so often; after a passing failure sooner, waiting longer each time. */
export function makePoller<Value>(options: PollerOptions<Value>): Poller {
  const { load, everyMs, onChange, outdatedInMs, isVisible, random = Math.random } = options;
  let state: PollState<Value> = unloaded;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | null = null;

  const publish = (next: PollState<Value>): void => {
    state = next;
    onChange(next);
  };
  const schedule = (delayMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => isVisible() && void run(), delayMs);
  };
  const succeed = (value: Value): void => {
    failures = 0;
    publish({ value, loadedAtMs: Date.now(), error: null, retryAtMs: null });
    schedule(Math.min(everyMs, Math.max(1_000, outdatedInMs?.(value) ?? everyMs)));
  };
  const fail = (error: ApiError): void => {
    failures += 1;
    const delayMs = error.isPassing ? retryDelayMs(failures, random()) : everyMs;
    const kept = error.isPassing ? state : unloaded;
    publish({ ...kept, error, retryAtMs: Date.now() + delayMs });
    schedule(delayMs);
  };

  async function run(): Promise<void> {
    if (running) return;
    const controller = new AbortController();
    running = controller;
    const timeout = setTimeout(() => controller.abort(), answerTimeoutMs);
    const settle = (act: () => void): void => {
      clearTimeout(timeout);
      // Stopped meanwhile: nobody waits for this answer any more.
      if (running !== controller) return;
      running = null;
      act();
    };
    await load(controller.signal).then(
      (value) => settle(() => succeed(value)),
      (error: unknown) => settle(() => fail(toApiError(error))),
    );
  }

  void run();
  return {
    wake: () => {
      const isFresh = state.loadedAtMs !== null && Date.now() - state.loadedAtMs < freshMs;
      if (!isFresh || state.error) void run();
    },
    stop: () => {
      clearTimeout(timer);
      const stopped = running;
      running = null;
      stopped?.abort();
    },
  };
}

const toApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError('internal-error', String(error));
