import { For, Show } from 'solid-js';
import { planTexts } from '../../texts/plan.ts';
import { NoticeLine } from '../../ui/notice.tsx';
import type { Plan } from './controller.ts';

/** When to start, what that costs and saves, how sure it is, and why. */
export function Answer(props: { plan: Plan }) {
  return (
    <section class="plan-answer" aria-live="polite">
      <Show when={props.plan.summary()}>
        {(summary) => (
          <>
            <h2 class="plan-headline">{summary().headline}</h2>
            <p>{summary().end}</p>
            <p class="plan-saving">
              <strong>{summary().saving}</strong> {summary().cost}
            </p>
            <p class="muted">{summary().certainty}</p>
            <Show when={summary().replan}>{(replan) => <p class="muted">{replan()}</p>}</Show>
            <button type="button" class="button button-main" onClick={() => void props.plan.saveCalendar()}>
              {planTexts.calendar}
            </button>
            <Show when={props.plan.hasCalendarFailed()}>
              <NoticeLine tone="warning">{planTexts.calendarFailed}</NoticeLine>
            </Show>
            <details class="plan-runs">
              <summary>{planTexts.runs}</summary>
              <ul>
                <For each={summary().runs}>
                  {({ span, reason }) => (
                    <li>
                      {span}. {reason}
                    </li>
                  )}
                </For>
              </ul>
            </details>
          </>
        )}
      </Show>
    </section>
  );
}
