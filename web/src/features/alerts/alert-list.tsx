import type { AlertBody, AlertResponse } from '@eo/app/contract/alerts.ts';
import { For } from 'solid-js';
import { alerts as api } from '../../api/alerts.ts';
import { alertTexts } from '../../texts/alerts.ts';
import { createAttempt } from '../../ui/create-attempt.ts';
import { ProblemLine } from '../../ui/problem.tsx';
import { nameOf, termsOf } from './words.ts';

/** The alerts there are: tested, turned off and on, deleted. */
export function AlertList(props: { alerts: readonly AlertResponse[]; onChanged: () => Promise<void> }) {
  const { problem, attempt } = createAttempt();
  const change = (work: () => Promise<unknown>): void =>
    attempt(async () => {
      await work();
      await props.onChanged();
    });
  return (
    <section aria-labelledby="alerts">
      <h2 id="alerts">{alertTexts.own}</h2>
      <ul class="rows">
        <For each={props.alerts} fallback={<li class="muted">{alertTexts.none}</li>}>
          {(alert) => (
            <li>
              <span class="row-name">
                {nameOf(alert)}
                <br />
                <span class="muted">{termsOf(alert)}</span>
              </span>
              <span class="row-actions">
                <button
                  type="button"
                  class="button"
                  aria-label={alertTexts.testLong(nameOf(alert))}
                  onClick={() => change(() => api.test(alert.id))}
                >
                  {alertTexts.test}
                </button>
                <button
                  type="button"
                  class="button"
                  onClick={() =>
                    change(() => api.change(alert.id, { ...ruleOf(alert), enabled: !alert.enabled }))
                  }
                >
                  {alert.enabled ? alertTexts.turnOff : alertTexts.turnOn}
                </button>
                <button
                  type="button"
                  class="button"
                  aria-label={alertTexts.deleteLong(nameOf(alert))}
                  onClick={() => change(() => api.delete(alert.id))}
                >
                  {alertTexts.delete}
                </button>
              </span>
            </li>
          )}
        </For>
      </ul>
      <ProblemLine text={problem()} />
    </section>
  );
}

/** The alert as it is sent: without what the API adds. */
function ruleOf({
  id: _id,
  unit: _unit,
  createdAt: _at,
  webhookSecret: _key,
  ...rule
}: AlertResponse): AlertBody {
  return rule;
}
