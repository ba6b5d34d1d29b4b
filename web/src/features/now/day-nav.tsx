import { A } from '@solidjs/router';
import { Show } from 'solid-js';
import { nowPath } from '../../paths.ts';
import { texts } from '../../texts/index.ts';
import type { Now } from './controller.ts';

/** From day to day. Today and tomorrow is where one starts and comes back to. */
export function DayNav(props: { now: Now; onChoose: (day: string) => void }) {
  const to = (day: string | null): string =>
    nowPath({ ...props.now.query(), zone: props.now.choice().id, day });
  return (
    <nav class="days" aria-label={texts.days.label}>
      <Show when={props.now.query().day}>
        <A class="button" href={to(null)} noScroll aria-label={texts.days.backLong}>
          {texts.days.back}
        </A>
      </Show>
      <A class="button" href={to(props.now.days().previous)} noScroll aria-label={texts.days.previous}>
        ‹
      </A>
      <input
        class="field"
        type="date"
        aria-label={texts.days.choose}
        value={props.now.days().day}
        max={props.now.days().last}
        onChange={({ currentTarget }) => currentTarget.value && props.onChoose(currentTarget.value)}
      />
      <Show
        when={props.now.days().next}
        fallback={
          <span class="button" aria-hidden="true" data-off>
            ›
          </span>
        }
      >
        {(next) => (
          <A class="button" href={to(next())} noScroll aria-label={texts.days.next}>
            ›
          </A>
        )}
      </Show>
    </nav>
  );
}
