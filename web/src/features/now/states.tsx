import { A } from '@solidjs/router';
import { createMemo, type JSX, Match, Show, Switch } from 'solid-js';
import { nowPath } from '../../paths.ts';
import { texts } from '../../texts/index.ts';
import { createNowMs } from '../../ui/clock.ts';
import { Panel } from '../../ui/notice.tsx';
import { chooseZone, rememberedZone } from '../zone/zone-choice.ts';
import type { Now } from './controller.ts';

/** What stands in the page when there are no prices to show. */
export function States(props: { now: Now }) {
  const query = () => props.now.query();
  return (
    <Switch>
      <Match when={props.now.state() === 'down'}>
        <Panel isAlone title={texts.states.down.title} text={texts.states.down.text}>
          <Countdown retryAtMs={props.now.retryAtMs()} />
        </Panel>
      </Match>
      <Match when={props.now.state() === 'unknown-zone'}>
        <UnknownZone now={props.now} />
      </Match>
      <Match when={props.now.state() === 'invalid-day'}>
        <Panel
          isAlone
          title={texts.states.invalidDay.title(query().day ?? '')}
          text={texts.states.invalidDay.text}
        >
          <Action href={nowPath({ ...query(), day: null })}>{texts.states.invalidDay.action}</Action>
        </Panel>
      </Match>
      <Match when={props.now.state() === 'no-prices' && query().day}>
        <Panel isAlone title={texts.states.noPricesOfDay.title} text={texts.states.noPricesOfDay.text}>
          <Action href={nowPath({ ...query(), day: null })}>{texts.states.noPricesOfDay.action}</Action>
        </Panel>
      </Match>
      <Match when={props.now.state() === 'no-prices'}>
        <Panel isAlone title={texts.states.noPrices.title} text={texts.states.noPrices.text} />
      </Match>
    </Switch>
  );
}

function UnknownZone(props: { now: Now }) {
  const suggestion = createMemo(() => {
    const zones = props.now.zones();
    return chooseZone({
      asked: null,
      remembered: rememberedZone(),
      zones,
      defaultZone: props.now.defaultZone(),
    }).id;
  });
  return (
    <Panel
      isAlone
      title={texts.states.unknownZone.title(props.now.query().zone ?? '')}
      text={texts.states.unknownZone.text}
    >
      <Show when={suggestion()}>
        {(zone) => (
          <Action href={nowPath({ ...props.now.query(), zone: zone() })}>
            {texts.states.unknownZone.action(zone())}
          </Action>
        )}
      </Show>
    </Panel>
  );
}

const Action = (props: { href: string; children: JSX.Element }) => (
  <A class="button button-main" href={props.href}>
    {props.children}
  </A>
);

/** "Next try in 8 s." Not read out: it would be, every second. */
function Countdown(props: { retryAtMs: number | null }) {
  const nowMs = createNowMs(1_000);
  const seconds = (): number => Math.ceil(((props.retryAtMs ?? 0) - nowMs()) / 1_000);
  return (
    <p class="muted" aria-live="off">
      {seconds() > 0 ? texts.states.down.retryIn(seconds()) : texts.states.down.retrying}
    </p>
  );
}
