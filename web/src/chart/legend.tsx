import { For, Show } from 'solid-js';
import { texts } from '../texts/index.ts';
import { priceClasses } from './price-classes.ts';

/** What the colours mean. */
export function Legend(props: { hasForecast: boolean }) {
  return (
    <figcaption class="legend">
      <span class="legend-scale" role="img" aria-label={texts.chart.legend}>
        {texts.chart.quarters[0]}
        <For each={priceClasses}>{(priceClass) => <i data-class={priceClass} />}</For>
        {texts.chart.quarters[1]}
      </span>
      <Show when={props.hasForecast}>
        <span class="legend-forecast">
          <i /> {texts.chart.legendForecast}
        </span>
      </Show>
    </figcaption>
  );
}
