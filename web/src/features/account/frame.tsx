import type { ParentProps } from 'solid-js';
import { PlainLine } from '../../ui/pages-nav.tsx';

/** A page of one question, in a narrow column. */
export function Frame(props: ParentProps<{ title: string; text?: string }>) {
  return (
    <div class="page">
      <PlainLine />
      <main class="narrow">
        <div>
          <h1 class="page-title">{props.title}</h1>
          {props.text && <p class="muted">{props.text}</p>}
        </div>
        {props.children}
      </main>
    </div>
  );
}
