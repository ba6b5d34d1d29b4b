import type { AccuracyHistoryResponse, AccuracyResponse } from '@eo/app/contract/http.ts';
import { For, Show } from 'solid-js';
import { formatPercent, formatPrice } from '../../format.ts';
import { forecastTexts } from '../../texts/forecast.ts';
import { texts } from '../../texts/index.ts';
import { formatDate } from '../../time.ts';
import { unitOf } from '../../units.ts';
import { accuracyWords } from './accuracy-words.ts';

type Known = NonNullable<AccuracyResponse['accuracy']>;

/** "05:00" */
const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** How good forecasts were: in words, by hour, and by what they are made of. */
export function Accuracy(props: { answer: AccuracyResponse; history: AccuracyHistoryResponse['days'] }) {
  return (
    <section class="outlook-accuracy" aria-labelledby="accuracy">
      <h2 id="accuracy">{forecastTexts.accuracy.heading}</h2>
      <Show when={props.answer.accuracy} fallback={<p>{forecastTexts.accuracy.none}</p>}>
        {(accuracy) => (
          <>
            <For each={accuracyWords(props.answer, accuracy())}>{(sentence) => <p>{sentence}</p>}</For>
            <Hours hours={accuracy().hours} unit={unitOf(props.answer.currency)} />
            <Show when={props.history.length > 1}>
              <History days={props.history} unit={unitOf(props.answer.currency)} />
            </Show>
            <Members members={accuracy().members} unit={unitOf(props.answer.currency)} />
          </>
        )}
      </Show>
    </section>
  );
}

function Hours(props: { hours: Known['hours']; unit: string }) {
  const hourOf = (mae: number): string => clock(props.hours.findIndex((hour) => hour.mae === mae));
  const errors = () => props.hours.map(({ mae }) => mae);
  return (
    <Errors
      heading={forecastTexts.accuracy.hours}
      label={forecastTexts.accuracy.hoursLabel(hourOf(Math.min(...errors())), hourOf(Math.max(...errors())))}
      column={forecastTexts.accuracy.hour}
      bars={props.hours.map(({ mae }, hour) => ({ name: clock(hour), error: mae }))}
      marks={[0, 6, 12, 18].map(clock)}
      unit={props.unit}
    />
  );
}

function History(props: { days: AccuracyHistoryResponse['days']; unit: string }) {
  const bars = () => props.days.map(({ day, mae }) => ({ name: formatDate(day), error: mae }));
  const [first, last] = [() => bars()[0]?.name ?? '', () => bars().at(-1)?.name ?? ''];
  return (
    <Errors
      heading={forecastTexts.accuracy.history}
      label={forecastTexts.accuracy.historyLabel(first(), last())}
      column={forecastTexts.day}
      bars={bars()}
      marks={[first(), last()]}
      unit={props.unit}
    />
  );
}

interface ErrorsProps {
  heading: string;
  /** The picture in words. */
  label: string;
  /** What the bars are of. */
  column: string;
  bars: readonly { name: string; error: number }[];
  /** Written under it, each at its share of the width. */
  marks: readonly string[];
  unit: string;
}

/** Errors as bars, and as a table. */
function Errors(props: ErrorsProps) {
  const worst = () => Math.max(...props.bars.map(({ error }) => error), 1e-9);
  const heightOf = (error: number): number => Math.max(1, (error / worst()) * 60);
  return (
    <>
      <h3>{props.heading}</h3>
      <svg
        class="hour-errors"
        role="img"
        aria-label={props.label}
        viewBox={`0 0 ${props.bars.length * 10} 60`}
        preserveAspectRatio="none"
      >
        <For each={props.bars}>
          {({ error }, index) => (
            <rect x={index() * 10 + 1} width="8" y={60 - heightOf(error)} height={heightOf(error)} />
          )}
        </For>
      </svg>
      <div class="hour-ticks muted" aria-hidden="true">
        <For each={props.marks}>{(mark) => <span>{mark}</span>}</For>
      </div>
      <details>
        <summary>{texts.table.show}</summary>
        <div class="table" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">{props.column}</th>
                <th scope="col">
                  {forecastTexts.accuracy.hourError} ({props.unit})
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={props.bars}>
                {({ name, error }) => (
                  <tr>
                    <th scope="row">{name}</th>
                    <td class="number">{formatPrice(error, 2)}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

function Members(props: { members: Known['members']; unit: string }) {
  return (
    <details>
      <summary>{forecastTexts.accuracy.members}</summary>
      <div class="table" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">{forecastTexts.accuracy.member}</th>
              <th scope="col">{forecastTexts.accuracy.weight}</th>
              <th scope="col">
                {forecastTexts.accuracy.memberError} ({props.unit})
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={props.members}>
              {({ name, weight, mae }) => (
                <tr>
                  <th scope="row">{name}</th>
                  <td class="number">{formatPercent(weight)}</td>
                  <td class="number">
                    {mae === null ? forecastTexts.accuracy.unknown : formatPrice(mae, 2)}
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </details>
  );
}
