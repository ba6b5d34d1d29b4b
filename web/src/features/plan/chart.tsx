import { For, Show } from 'solid-js';
import { formatSmall } from '../../format.ts';
import { texts } from '../../texts/index.ts';
import { planTexts } from '../../texts/plan.ts';
import { formatSpanWithDay } from '../../time.ts';
import { plannedStarts } from './chart-bars.ts';
import type { Plan } from './controller.ts';
import { spanOf } from './summary.ts';

/** The viewBox; it is stretched to what room there is. */
const [width, height, stripHeight] = [1000, 200, 12];

/** The price curve with what runs when under it, as a picture and as a table. */
export function PlanChart(props: { plan: Plan }) {
  const label = (): string => {
    const plan = props.plan.plan();
    if (!plan) return '';
    const span = formatSpanWithDay(
      Date.parse(plan.from),
      Date.parse(plan.to),
      plan.timeZone,
      props.plan.today(),
    );
    const runs = plan.devices.flatMap((device) => device.runs);
    return planTexts.chartLabel(span, runs.map((run) => spanOf(plan, run, props.plan.today())).join(', '));
  };
  return (
    <section class="plan-chart" aria-labelledby="plan-chart">
      <h2 id="plan-chart">{planTexts.chart}</h2>
      <Show when={props.plan.chart()}>
        {(chart) => (
          <>
            <p class="muted">
              {planTexts.range(
                formatSmall(chart().lowest),
                formatSmall(chart().highest),
                props.plan.plan()?.unit ?? '',
              )}
            </p>
            <svg
              role="img"
              aria-label={label()}
              viewBox={`0 0 ${width} ${height + 2 * stripHeight}`}
              preserveAspectRatio="none"
            >
              <For each={chart().bars}>
                {(bar) => (
                  <>
                    <rect
                      class="plan-bar"
                      data-class={bar.priceClass}
                      data-forecast={bar.isForecast || undefined}
                      x={bar.x * width}
                      width={bar.width * width}
                      y={bar.y * height}
                      height={Math.max(1, bar.height * height)}
                    />
                    <Show when={bar.isPlanned}>
                      <rect
                        class="plan-strip"
                        x={bar.x * width}
                        width={bar.width * width + 0.5}
                        y={height + stripHeight}
                        height={stripHeight}
                      />
                    </Show>
                  </>
                )}
              </For>
              <line
                class="plan-zero"
                x1="0"
                x2={width}
                y1={chart().zeroY * height}
                y2={chart().zeroY * height}
              />
            </svg>
            <div class="plan-ticks" aria-hidden="true">
              <For each={chart().ticks}>
                {(tick) => <span style={{ left: `${tick.x * 100}%` }}>{tick.label}</span>}
              </For>
            </div>
            <p class="plan-legend muted">
              <span class="plan-key" data-key="planned" /> {planTexts.legend.planned}
              <span class="plan-key" data-key="forecast" /> {planTexts.legend.forecast}
            </p>
          </>
        )}
      </Show>
      <SlotDetails plan={props.plan} />
    </section>
  );
}

/** The same in words, slot by slot. */
function SlotDetails(props: { plan: Plan }) {
  return (
    <details>
      <summary>{texts.table.show}</summary>
      <Show when={props.plan.plan()}>
        {(plan) => {
          const planned = new Set(plannedStarts(plan()));
          return (
            <div class="table" tabindex="0">
              <table>
                <thead>
                  <tr>
                    <th scope="col">{texts.table.time}</th>
                    <th scope="col">
                      {texts.table.price} ({plan().unit})
                    </th>
                    <th scope="col">{texts.table.kind}</th>
                    <th scope="col">{planTexts.legend.planned}</th>
                  </tr>
                </thead>
                <tbody>
                  <For each={plan().slots}>
                    {({ start, minutes, price, kind, importKwh }) => (
                      <tr>
                        <th scope="row">
                          {formatSpanWithDay(
                            Date.parse(start),
                            Date.parse(start) + minutes * 60_000,
                            plan().timeZone,
                            props.plan.today(),
                          )}
                        </th>
                        <td class="number">{formatSmall(price)}</td>
                        <td>{texts.chart.kinds[kind]}</td>
                        <td class="number">{planned.has(start) ? `${formatSmall(importKwh, 2)} kWh` : ''}</td>
                      </tr>
                    )}
                  </For>
                </tbody>
              </table>
            </div>
          );
        }}
      </Show>
    </details>
  );
}
