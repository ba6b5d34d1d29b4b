import { For, lazy, Match, Show, Suspense, Switch } from 'solid-js';
import { Legend } from '../../chart/legend.tsx';
import { formatPrice } from '../../format.ts';
import { forecastHours } from '../../paths.ts';
import { forecastTexts } from '../../texts/forecast.ts';
import { texts } from '../../texts/index.ts';
import { formatDayNear, formatSpan } from '../../time.ts';
import { Choice } from '../../ui/choice.tsx';
import { Panel } from '../../ui/notice.tsx';
import { unitOf } from '../../units.ts';
import { ZoneLine } from '../zone/zone-line.tsx';
import { Accuracy } from './accuracy.tsx';
import type { Outlook } from './controller.ts';

const PriceChart = lazy(() => import('../../chart/view.tsx'));

interface ForecastViewProps {
  outlook: Outlook;
  onZone: (zone: string) => void;
  onHours: (hours: number) => void;
}

/** The days ahead, and how far to trust them. */
export function ForecastView(props: ForecastViewProps) {
  const outlook = () => props.outlook;
  return (
    <div class="page">
      <ZoneLine
        zones={outlook().zones()}
        choice={outlook().choice()}
        isSimulated={outlook().answer()?.simulated ?? false}
        onChoose={props.onZone}
      />
      <main>
        <section class="prices" aria-labelledby="ahead">
          <div class="prices-head">
            <h1 id="ahead">{forecastTexts.heading}</h1>
            <Choice
              legend={forecastTexts.span}
              name="hours"
              options={forecastHours.map((value) => ({ value, label: forecastTexts.spans(value) }))}
              value={outlook().query().hours}
              onChoose={props.onHours}
            />
          </div>
          <Switch fallback={<ChartRoom />}>
            <Match when={outlook().choice().isUnknown}>
              <Panel title={texts.states.unknownZone.title(outlook().choice().id ?? '')} />
            </Match>
            <Match when={outlook().chart()}>
              {(model) => (
                <figure class="figure">
                  <span class="chart-unit">{unitOf(model().currency)}</span>
                  <Suspense fallback={<div class="chart" />}>
                    <PriceChart model={model()} nowMs={outlook().nowMs()} />
                  </Suspense>
                  <Legend hasLayers={false} hasForecast />
                </figure>
              )}
            </Match>
            <Match when={outlook().error()}>
              <Panel title={forecastTexts.failed} text={forecastTexts.failedText} />
            </Match>
          </Switch>
        </section>
        <Show when={outlook().days().length > 0}>
          <Days outlook={outlook()} />
        </Show>
        <Show when={outlook().accuracy()}>
          {(answer) => <Accuracy answer={answer()} history={outlook().history()} />}
        </Show>
        <Show when={outlook().answer()}>
          {(answer) => (
            <p class="muted">
              {forecastTexts.model(answer().model)} {answer().fallback} {texts.source.net}{' '}
              {texts.source.times(answer().timeZone)}
            </p>
          )}
        </Show>
      </main>
    </div>
  );
}

/** As high as the chart with its legend, so that nothing moves when they come. */
function ChartRoom() {
  return (
    <div class="figure">
      <div class="chart skeleton" />
      <div class="legend" />
    </div>
  );
}

function Days(props: { outlook: Outlook }) {
  const zone = () => props.outlook.answer();
  return (
    <section aria-labelledby="days">
      <h2 id="days">{forecastTexts.days(unitOf(zone()?.currency ?? 'EUR'))}</h2>
      <div class="table" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">{forecastTexts.day}</th>
              <th scope="col">{forecastTexts.mean}</th>
              <th scope="col">{forecastTexts.range}</th>
              <th scope="col">{forecastTexts.cheapest}</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.outlook.days()}>
              {({ day, mean, lowest, highest, cheapest, kind }) => (
                <tr>
                  <th scope="row">
                    {formatDayNear(day, props.outlook.today())}
                    <Show when={kind === 'forecast'}>
                      <br />
                      <span class="muted">{texts.chart.kinds.forecast}</span>
                    </Show>
                  </th>
                  <td class="number">{formatPrice(mean)}</td>
                  <td class="number">{texts.day.range(formatPrice(lowest), formatPrice(highest))}</td>
                  <td>
                    {cheapest && formatSpan(cheapest.startMs, cheapest.endMs, zone()?.timeZone ?? 'UTC')}
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </section>
  );
}
