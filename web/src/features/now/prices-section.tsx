import { For, lazy, Show, Suspense } from 'solid-js';
import { Legend } from '../../chart/legend.tsx';
import { type ChartModel, hasLayers } from '../../chart/model.ts';
import { calendarAddress } from '../../paths.ts';
import { texts } from '../../texts/index.ts';
import { inNextTask } from '../../ui/later.tsx';
import { NoticeLine } from '../../ui/notice.tsx';
import { unitOf } from '../../units.ts';
import type { Now } from './controller.ts';
import { DayNav } from './day-nav.tsx';

// The chart is most of the script: it waits until the price can be read, which is what one comes for.
const PriceChart = lazy(() => import('../../chart/view.tsx').then(inNextTask));
const SlotTable = lazy(() => import('../../chart/slot-table.tsx'));

interface PricesSectionProps {
  now: Now;
  /** "Today and tomorrow", or a date. */
  heading: string;
  onDay: (day: string) => void;
  onTable: (isTable: boolean) => void;
  onPaid: (isPaid: boolean) => void;
}

/** The prices as a chart, below it as a table where wanted, and what there is to know about them. */
export function PricesSection(props: PricesSectionProps) {
  return (
    <section class="prices" aria-labelledby="prices">
      <div class="prices-head">
        <h2 id="prices">{props.heading}</h2>
        <DayNav now={props.now} onChoose={props.onDay} />
      </div>
      <Show when={props.now.query().day === null}>
        <label class="switch">
          <input
            type="checkbox"
            checked={props.now.query().paid}
            onChange={({ currentTarget }) => props.onPaid(currentTarget.checked)}
          />
          <span>{texts.paid.show}</span>
        </label>
      </Show>
      <Show when={props.now.paidError()}>
        <NoticeLine tone="warning">{texts.paid.failed}</NoticeLine>
      </Show>
      <For each={props.now.notices()}>{({ tone, text }) => <NoticeLine tone={tone}>{text}</NoticeLine>}</For>
      <Show when={props.now.chart()} fallback={<ChartSkeleton />}>
        {(model) => <ChartFigure model={model()} nowMs={props.now.nowMs()} />}
      </Show>
      <label class="switch">
        <input
          type="checkbox"
          checked={props.now.query().table}
          onChange={({ currentTarget }) => props.onTable(currentTarget.checked)}
        />
        <span>{texts.table.show}</span>
      </label>
      <Show when={props.now.query().day === null && props.now.choice().id}>
        {(zone) => (
          <a class="subscribe" href={calendarAddress(zone(), props.now.query().minutes)}>
            {texts.cheapest.subscribe(props.now.query().minutes)}
          </a>
        )}
      </Show>
      <Show when={props.now.query().table && props.now.chart()}>
        {(model) => (
          <Suspense>
            <SlotTable model={model()} nowMs={props.now.nowMs()} caption={props.heading} />
          </Suspense>
        )}
      </Show>
    </section>
  );
}

function ChartFigure(props: { model: ChartModel; nowMs: number }) {
  return (
    <figure class="figure">
      <span class="chart-unit">{unitOf(props.model.currency)}</span>
      <Suspense fallback={<div class="chart" />}>
        <PriceChart {...props} />
      </Suspense>
      <Legend
        hasForecast={props.model.slots.at(-1)?.kind === 'forecast'}
        hasLayers={hasLayers(props.model)}
      />
    </figure>
  );
}

/** As high as the chart with its legend, so that nothing moves when they come. */
function ChartSkeleton() {
  return (
    <div class="figure">
      <div class="chart skeleton" />
      <div class="legend" />
    </div>
  );
}
