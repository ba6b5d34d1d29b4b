import { createSignal } from 'solid-js';

/** Tries what may fail, and says why the last try did; nothing when it went well. */
export function createAttempt() {
  const [problem, setProblem] = createSignal('');
  const attempt = (work: () => Promise<unknown>): void => {
    setProblem('');
    work().catch((error: Error) => setProblem(error.message));
  };
  return { problem, attempt };
}
