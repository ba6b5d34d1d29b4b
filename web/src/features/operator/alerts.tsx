import type { FiringAlert } from '@eo/app/contract/firing-alerts.ts';
import { For, Show } from 'solid-js';
import { operatorTexts } from '../../texts/operator.ts';
import { formatAge } from '../../time.ts';

/** What fires, with its number and what to do. */
export function Alerts(props: { alerts: readonly FiringAlert[] | null; nowMs: number }) {
  return (
    <section aria-labelledby="alerts">
      <h2 id="alerts">{operatorTexts.alerts.heading}</h2>
      <Show when={props.alerts} fallback={<p class="muted">{operatorTexts.alerts.unknown}</p>}>
        {(alerts) => (
          <ul class="rows">
            <For each={alerts()} fallback={<li>{operatorTexts.alerts.none}</li>}>
              {(alert) => <Line alert={alert} nowMs={props.nowMs} />}
            </For>
          </ul>
        )}
      </Show>
    </section>
  );
}

function Line(props: { alert: FiringAlert; nowMs: number }) {
  const { name, severity, summary, since, runbook } = props.alert;
  return (
    <li class="alert-row" data-severity={severity}>
      <strong class="alert-severity">{operatorTexts.alerts.severity[severity] ?? severity}</strong>
      <span class="row-name">
        <strong>{name}</strong>
        <br />
        {summary}
      </span>
      <span class="muted">
        {operatorTexts.alerts.since(formatAge(Date.parse(since), props.nowMs))}
        <br />
        <Show when={/^https?:/.test(runbook)} fallback={<code>{runbook}</code>}>
          <a href={runbook}>{operatorTexts.alerts.runbook}</a>
        </Show>
      </span>
    </li>
  );
}
