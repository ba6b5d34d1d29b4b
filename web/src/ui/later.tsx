import { createSignal, type JSX, onCleanup, Show } from 'solid-js';

/**
 * Draws its children a moment later, in a task of their own: so that what stands above them is seen, and can be used,
 * before they are made.
 */
export function Later(props: { children: JSX.Element }) {
  const [isTime, setTime] = createSignal(false);
  const timer = setTimeout(() => setTime(true));
  onCleanup(() => clearTimeout(timer));
  return <Show when={isTime()}>{props.children}</Show>;
}

/** The same value in a task of its own, so that what comes before it does not hold up the page together with it. */
export const inNextTask = <Value,>(value: Value): Promise<Value> =>
  new Promise((resolve) => setTimeout(() => resolve(value)));
