import { For, Show } from 'solid-js';
import { texts } from '../texts/index.ts';
import { layerNames } from './layers.ts';
import { priceClasses } from './price-classes.ts';

/** What the colours mean. */
export function Legend(props: { hasForecast: boolean; hasLayers: boolean }) {
  return (
    <figcaption class="legend">
      <Show
        when={props.hasLayers}
        fallback={
          <span class="legend-scale" role="img" aria-label={texts.chart.legend}>
            {texts.chart.quarters[0]}
            <For each={priceClasses}>{(priceClass) => <i data-class={priceClass} />}</For>
            {texts.chart.quarters[1]}
          </span>
        }
      >
        <For each={layerNames}>
          {(layer) => (
            <span>
              <i data-layer={layer} /> {texts.chart.layers[layer]}
            </span>
          )}
        </For>
      </Show>
      <Show when={props.hasForecast}>
        <span class="legend-forecast">
          <i /> {props.hasLayers ? texts.chart.kinds.forecast : texts.chart.legendForecast}
        </span>
      </Show>
    </figcaption>
  );
}
