import type { FiringAlert } from '@eo/app/contract/firing-alerts.ts';
import { For, Show } from 'solid-js';
import { texts } from '../../texts.ts';
import { formatAge } from '../../time.ts';

/** What fires, with its number and what to do. */
export function Alerts(props: { alerts: readonly FiringAlert[] | null; nowMs: number }) {
  return (
    <section aria-labelledby="alerts">
      <h2 id="alerts">{texts.operator.alerts.heading}</h2>
      <Show when={props.alerts} fallback={<p class="muted">{texts.operator.alerts.unknown}</p>}>
        {(alerts) => (
          <ul class="rows">
            <For each={alerts()} fallback={<li>{texts.operator.alerts.none}</li>}>
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
      <strong class="alert-severity">{texts.operator.alerts.severity[severity] ?? severity}</strong>
      <span class="row-name">
        <strong>{name}</strong>
        <br />
        {summary}
      </span>
      <span class="muted">
        {texts.operator.alerts.since(formatAge(Date.parse(since), props.nowMs))}
        <br />
        <Show when={/^https?:/.test(runbook)} fallback={<code>{runbook}</code>}>
          <a href={runbook}>{texts.operator.alerts.runbook}</a>
        </Show>
      </span>
    </li>
  );
}
