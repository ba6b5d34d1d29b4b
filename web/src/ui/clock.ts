import { type Accessor, createSignal, onCleanup } from 'solid-js';

/** The time in Unix milliseconds, moving every so often and when the tab is looked at again. */
export function createNowMs(everyMs: number): Accessor<number> {
  const [nowMs, setNowMs] = createSignal(Date.now());
  const tick = (): void => void setNowMs(Date.now());
  const timer = setInterval(tick, everyMs);
  document.addEventListener('visibilitychange', tick);
  onCleanup(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  });
  return nowMs;
}
