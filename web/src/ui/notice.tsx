import type { ParentProps } from 'solid-js';

/** A line to know beside the prices. */
export function NoticeLine(props: ParentProps<{ tone: 'quiet' | 'warning' }>) {
  return (
    <p class="notice" classList={{ 'notice-warning': props.tone === 'warning' }}>
      {props.children}
    </p>
  );
}

/** What stands where prices would be: what happened, what still works, and what to do. */
export function Panel(props: ParentProps<{ title: string; text?: string }>) {
  return (
    <section class="panel" role="status">
      <h2>{props.title}</h2>
      {props.text && <p>{props.text}</p>}
      {props.children}
    </section>
  );
}
