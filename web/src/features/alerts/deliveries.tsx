import type { DeliverySummary } from '@eo/app/contract/alerts.ts';
import { For, Show } from 'solid-js';
import { alerts as api } from '../../api/alerts.ts';
import { alertTexts } from '../../texts/alerts.ts';
import { locale } from '../../texts/translation.ts';
import { createAttempt } from '../../ui/create-attempt.ts';
import { ProblemLine } from '../../ui/problem.tsx';

/** In the reader's own clock: it is about messages that they get, not about a market. */
const when = new Intl.DateTimeFormat(locale, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** A message that waits has been tried, or has not. */
const stateOf = (state: DeliverySummary['state'], attempts: number): string =>
  state === 'queued' && attempts > 0 ? alertTexts.sent.again : alertTexts.sent.states[state];

/** What became of messages, and those that can be sent again. */
export function Deliveries(props: {
  deliveries: readonly DeliverySummary[];
  onChanged: () => Promise<void>;
}) {
  const { problem, attempt } = createAttempt();
  const retry = (id: string): void =>
    attempt(async () => {
      await api.retry(id);
      await props.onChanged();
    });
  return (
    <section aria-labelledby="sent">
      <h2 id="sent">{alertTexts.sent.heading}</h2>
      <ul class="rows" aria-live="polite">
        <For each={props.deliveries} fallback={<li class="muted">{alertTexts.sent.none}</li>}>
          {({ id, channel, state, attempts, dueAt, error, message }) => (
            <li data-state={state}>
              <span class="row-name">
                {message.title}
                <br />
                <span class="muted">
                  {`${alertTexts.channels[channel]}, ${stateOf(state, attempts)}, ${when.format(Date.parse(dueAt))}`}
                </span>
                <Show when={error}>
                  <br />
                  <span class="warning-text">{error}</span>
                </Show>
              </span>
              <Show when={state === 'dead'}>
                <button type="button" class="button" onClick={() => retry(id)}>
                  {alertTexts.sent.retry}
                </button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <ProblemLine text={problem()} />
    </section>
  );
}
