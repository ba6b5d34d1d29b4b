import { Match, Show, Switch } from 'solid-js';
import { operatorTexts } from '../../texts/operator.ts';
import { formatAge } from '../../time.ts';
import { NoticeLine, Panel } from '../../ui/notice.tsx';
import { Alerts } from './alerts.tsx';
import type { OperatedStack } from './controller.ts';
import { Cost } from './cost.tsx';
import { Jobs } from './jobs-table.tsx';
import { Zones } from './zones-table.tsx';

/** One look: does anything fire, is everything fresh, did everything run, what does it cost? */
export function OperatorView(props: OperatedStack) {
  return (
    <Switch fallback={<p class="muted">{operatorTexts.loading}</p>}>
      <Match when={props.stack()}>
        {(stack) => (
          <>
            <div>
              <h1 class="page-title">{operatorTexts.heading(stack().stack)}</h1>
              <p class="muted">
                {operatorTexts.release(stack().release)} · {operatorTexts.redis[stack().redis]}
              </p>
            </div>
            <Show when={props.error()}>
              <NoticeLine tone="warning">
                {operatorTexts.old(formatAge(props.loadedAtMs() ?? 0, props.nowMs()))}
              </NoticeLine>
            </Show>
            <Alerts alerts={stack().alerts} nowMs={props.nowMs()} />
            <div class="operator-parts">
              <Zones zones={stack().zones} nowMs={props.nowMs()} />
              <Jobs jobs={props.jobs()} nowMs={props.nowMs()} />
              <Cost cost={stack().cost} />
              <Links links={stack().links} />
            </div>
          </>
        )}
      </Match>
      <Match when={props.error()?.code === 'forbidden'}>
        <Panel isAlone title={operatorTexts.forbidden} text={operatorTexts.forbiddenText} />
      </Match>
      <Match when={props.error()}>
        <Panel isAlone title={operatorTexts.unreachable} text={operatorTexts.unreachableText} />
      </Match>
    </Switch>
  );
}

function Links(props: { links: { grafana: string | null; prometheus: string | null } }) {
  return (
    <Show when={props.links.grafana ?? props.links.prometheus}>
      <section aria-labelledby="links">
        <h2 id="links">{operatorTexts.links.heading}</h2>
        <p class="form-row">
          <Show when={props.links.grafana}>
            {(href) => <a href={href()}>{operatorTexts.links.grafana}</a>}
          </Show>
          <Show when={props.links.prometheus}>
            {(href) => <a href={href()}>{operatorTexts.links.prometheus}</a>}
          </Show>
        </p>
      </section>
    </Show>
  );
}
