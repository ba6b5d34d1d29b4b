import { Show } from 'solid-js';
import { texts } from '../../texts/index.ts';
import { unitOf } from '../../units.ts';
import type { Now } from './controller.ts';

/** Where the prices come from, how new they are, and what they leave out. */
export function SmallPrintLines(props: { now: Now }) {
  return (
    <footer class="small-print">
      <Show when={props.now.smallPrint()}>
        {(print) => (
          <>
            <p>{[...print().labels, print().age].join(' · ')}</p>
            <Show when={print().isSimulated}>
              <p>{texts.source.simulatedHint}</p>
            </Show>
            <Show when={print().model}>{(model) => <p>{texts.source.forecastBy(model())}</p>}</Show>
            <p>
              {props.now.isPaid() ? texts.paid.tariff(unitOf(props.now.currency())) : texts.source.net}{' '}
              {texts.source.times(print().timeZone)}
            </p>
          </>
        )}
      </Show>
    </footer>
  );
}
