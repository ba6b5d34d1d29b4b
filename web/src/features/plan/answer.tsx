import { A } from '@solidjs/router';
import { For, Show } from 'solid-js';
import { householdPath } from '../../paths.ts';
import { householdTexts } from '../../texts/household.ts';
import { planTexts } from '../../texts/plan.ts';
import { NoticeLine } from '../../ui/notice.tsx';
import { session } from '../account/session.ts';
import type { Plan } from './controller.ts';
import type { PlanActions } from './view.tsx';

/** When to start, what that costs and saves, how sure it is, and why. */
export function Answer(props: { plan: Plan; actions: PlanActions }) {
  return (
    <section class="plan-answer" aria-live="polite">
      <Show when={props.plan.summary()}>
        {(summary) => (
          <>
            <h2 class="plan-headline">{summary().headline}</h2>
            <Show when={summary().end}>{(end) => <p>{end()}</p>}</Show>
            <p class="plan-saving">
              <Show when={summary().saving}>{(saving) => <strong>{saving()} </strong>}</Show>
              {summary().cost}
            </p>
            <p class="muted">{summary().certainty}</p>
            <Show when={summary().replan}>{(replan) => <p class="muted">{replan()}</p>}</Show>
            <div class="plan-actions">
              <button type="button" class="button button-main" onClick={() => void props.plan.saveCalendar()}>
                {planTexts.calendar}
              </button>
              <Show when={session.role() && props.plan.started() === null}>
                <A class="button" href={householdPath(props.plan.offer())}>
                  {householdTexts.add}
                </A>
              </Show>
              <Show when={summary().anyway}>
                {(anyway) => (
                  <button type="button" class="button" onClick={() => props.actions.setStarted(Date.now())}>
                    {anyway()}
                  </button>
                )}
              </Show>
              <Show when={props.plan.started() !== null}>
                <PlanAgain actions={props.actions} />
              </Show>
            </div>
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

/** What was started in spite of the plan, when its time is over. */
export function Over(props: { actions: PlanActions }) {
  return (
    <section class="plan-answer" aria-live="polite">
      <h2 class="plan-headline">{planTexts.over}</h2>
      <PlanAgain actions={props.actions} />
    </section>
  );
}

const PlanAgain = (props: { actions: PlanActions }) => (
  <button type="button" class="button" onClick={() => props.actions.setStarted(null)}>
    {planTexts.again}
  </button>
);
