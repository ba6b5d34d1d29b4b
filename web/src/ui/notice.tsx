import { type ParentProps, Show } from 'solid-js';

/** A line to know beside the prices. */
export function NoticeLine(props: ParentProps<{ tone: 'quiet' | 'warning' }>) {
  return (
    <p class="notice" classList={{ 'notice-warning': props.tone === 'warning' }}>
      {props.children}
    </p>
  );
}

interface PanelProps extends ParentProps {
  title: string;
  text?: string;
  /** It is all that the page has: its title is that of the page. */
  isAlone?: boolean;
}

/** What stands where prices would be: what happened, what still works, and what to do. */
export function Panel(props: PanelProps) {
  return (
    <section class="panel" role="status">
      <Show when={props.isAlone} fallback={<h2>{props.title}</h2>}>
        <h1>{props.title}</h1>
      </Show>
      {props.text && <p>{props.text}</p>}
      {props.children}
    </section>
  );
}
