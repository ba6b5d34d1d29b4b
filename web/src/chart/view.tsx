import {
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  on,
  onCleanup,
  onMount,
  Show,
} from 'solid-js';
import { texts } from '../texts/index.ts';
import { indexAfterKey } from './keys.ts';
import type { ChartModel } from './model.ts';
import { makePlot, type Plot } from './plot.ts';
import { indexAt } from './slots.ts';
import { onThemeChange } from './theme.ts';
import { Tip } from './tip.tsx';
import { describeChart, slotWords } from './words.ts';

/**
 * The prices as columns on a time axis. To assistive technology it is a slider over the intervals, since that is how
 * it is used: arrow keys move, and each place says its time and price.
 */
export default function PriceChart(props: { model: ChartModel; nowMs: number }) {
  let host: HTMLDivElement | undefined;
  const [plot, setPlot] = createSignal<Plot | null>(null);
  const [width, setWidth] = createSignal(0);
  const [selected, setSelected] = createSignal<number | null>(null);
  const keysId = createUniqueId();
  const nowIndex = (): number => Math.max(0, indexAt(props.model.slots, props.nowMs));
  const place = (): number => Math.min(selected() ?? nowIndex(), props.model.slots.length - 1);
  const slot = createMemo(() => {
    const index = selected();
    return index === null ? null : (props.model.slots[index] ?? null);
  });
  const valueText = (): string => {
    const { span, price, kind, layers } = slotWords(
      props.model,
      props.model.slots[place()] ?? props.model.lowest,
    );
    return [span, price, kind, layers].filter(Boolean).join(', ');
  };
  const left = createMemo(() => {
    const shown = slot();
    // The width is no argument of the plot, but where things are depends on it.
    return shown && width() > 0 ? (plot()?.leftOf((shown.startMs + shown.endMs) / 2) ?? 0) : 0;
  });

  const draw = (element: HTMLElement): (() => void) => {
    const size = (): { width: number; height: number } => ({
      width: element.clientWidth,
      height: element.clientHeight,
    });
    const made = makePlot(element, size(), () => {
      return { model: props.model, nowMs: props.nowMs, selected: selected() };
    });
    const observer = new ResizeObserver(() => {
      made.resize(size().width, size().height);
      setWidth(size().width);
    });
    observer.observe(element);
    const endTheme = onThemeChange(made.redraw);
    setPlot(made);
    return () => {
      observer.disconnect();
      endTheme();
      made.destroy();
    };
  };
  onMount(() => {
    let end = (): void => {};
    // Half of the work that a chart is: in a task of its own, a slow phone can be scrolled before it.
    const timer = setTimeout(() => {
      if (host) end = draw(host);
    });
    onCleanup(() => {
      clearTimeout(timer);
      end();
    });
  });
  createEffect(
    on(
      () => props.model,
      ({ slots }) => {
        setSelected((index) => (index !== null && index < slots.length ? index : null));
        plot()?.update();
      },
      { defer: true },
    ),
  );
  createEffect(on([selected, () => props.nowMs], () => plot()?.redraw(), { defer: true }));

  const point = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    const { left: edge } = event.currentTarget.getBoundingClientRect();
    const index = indexAt(props.model.slots, plot()?.instantAt(event.clientX - edge) ?? Number.NaN);
    setSelected(index === -1 ? null : index);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { slots, timeZone } = props.model;
    if (event.key === 'Escape') return void setSelected(null);
    const next = indexAfterKey(event.key, { slots, index: place(), timeZone });
    if (next === null) return;
    event.preventDefault();
    setSelected(next);
  };

  return (
    <div
      class="chart"
      role="slider"
      tabIndex={0}
      aria-label={texts.chart.label}
      aria-describedby={keysId}
      aria-valuemin={0}
      aria-valuemax={props.model.slots.length - 1}
      aria-valuenow={place()}
      aria-valuetext={valueText()}
      onKeyDown={press}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && setSelected(place())}
      onBlur={() => setSelected(null)}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={(event) => event.pointerType === 'mouse' && setSelected(null)}
    >
      <div class="chart-canvas" ref={host} />
      <Show when={slot()}>
        {(shown) => <Tip words={slotWords(props.model, shown())} left={left()} width={width()} />}
      </Show>
      <p id={keysId} class="for-ears">
        {describeChart(props.model)} {texts.chart.keys}
      </p>
    </div>
  );
}
