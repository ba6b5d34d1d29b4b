import { Show } from 'solid-js';
import { formatPrice } from '../../format.ts';
import { texts } from '../../texts/index.ts';
import { formatClock } from '../../time.ts';
import { unitOf } from '../../units.ts';
import type { Now } from './controller.ts';

/** The price now, very large, with its unit and a word. */
export function PriceNowBlock(props: { now: Now }) {
  const unit = (): string => unitOf(props.now.currency());
  return (
    <section class="hero" aria-labelledby="price-now">
      <h1 id="price-now">
        {props.now.isPaid() ? texts.paid.now : texts.now.heading}
        <Show when={props.now.priceNow()}>
          {(price) => <> · {texts.now.until(formatClock(price().endMs, props.now.timeZone()))}</>}
        </Show>
      </h1>
      <Show
        when={props.now.priceNow()}
        fallback={
          <Show when={!props.now.isPriceNowComing()} fallback={<p class="price skeleton" />}>
            <p class="price-missing">{texts.now.missing}</p>
          </Show>
        }
      >
        {(price) => (
          <p class="price">
            <span class="price-number">{formatPrice(price().price)}</span>
            <span class="price-side">
              <span class="price-unit">{unit()}</span>
              <Show when={price().level} fallback={price().kind === 'forecast' && texts.now.forecast}>
                {(level) => (
                  <strong class="level" data-level={level()} title={texts.now.levelHint[level()]}>
                    {texts.now.levels[level()]}
                  </strong>
                )}
              </Show>
            </span>
          </p>
        )}
      </Show>
    </section>
  );
}

/** A whole market day in one number, where the address names a day. */
export function DayBlock(props: { now: Now; heading: string }) {
  return (
    <section class="hero" aria-labelledby="price-now">
      <h1 id="price-now">
        {texts.day.heading} · {props.heading}
      </h1>
      <Show when={props.now.chart()} fallback={<p class="price skeleton" />}>
        {(chart) => (
          <p class="price">
            <span class="price-number">{formatPrice(chart().mean)}</span>
            <span class="price-side">
              <span class="price-unit">{unitOf(chart().currency)}</span>
              <span class="price-range">
                {texts.day.range(formatPrice(chart().lowest.price), formatPrice(chart().highest.price))}
              </span>
            </span>
          </p>
        )}
      </Show>
    </section>
  );
}
