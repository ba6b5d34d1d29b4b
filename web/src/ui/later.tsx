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
