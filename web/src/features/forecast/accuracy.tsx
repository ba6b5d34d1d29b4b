import type { AccuracyResponse } from '@eo/app/contract/http.ts';
import { For, Show } from 'solid-js';
import { formatPercent, formatPrice, unitOf } from '../../format.ts';
import { texts } from '../../texts.ts';
import { accuracyWords } from './accuracy-words.ts';

type Known = NonNullable<AccuracyResponse['accuracy']>;

/** "05:00" */
const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** How good forecasts were: in words, by hour, and by what they are made of. */
export function Accuracy(props: { answer: AccuracyResponse }) {
  return (
    <section class="outlook-accuracy" aria-labelledby="accuracy">
      <h2 id="accuracy">{texts.outlook.accuracy.heading}</h2>
      <Show when={props.answer.accuracy} fallback={<p>{texts.outlook.accuracy.none}</p>}>
        {(accuracy) => (
          <>
            <For each={accuracyWords(props.answer, accuracy())}>{(sentence) => <p>{sentence}</p>}</For>
            <Hours hours={accuracy().hours} unit={unitOf(props.answer.currency)} />
            <Members members={accuracy().members} unit={unitOf(props.answer.currency)} />
          </>
        )}
      </Show>
    </section>
  );
}

function Hours(props: { hours: Known['hours']; unit: string }) {
  const worst = () => Math.max(...props.hours.map(({ mae }) => mae), 1e-9);
  const hourOf = (mae: number): string => clock(props.hours.findIndex((hour) => hour.mae === mae));
  const label = () =>
    texts.outlook.accuracy.hoursLabel(
      hourOf(Math.min(...props.hours.map(({ mae }) => mae))),
      hourOf(Math.max(...props.hours.map(({ mae }) => mae))),
    );
  return (
    <>
      <h3>{texts.outlook.accuracy.hours}</h3>
      <svg
        class="hour-errors"
        role="img"
        aria-label={label()}
        viewBox="0 0 240 60"
        preserveAspectRatio="none"
      >
        <For each={props.hours}>
          {({ mae }, index) => {
            const height = (): number => Math.max(1, (mae / worst()) * 60);
            return <rect x={index() * 10 + 1} width="8" y={60 - height()} height={height()} />;
          }}
        </For>
      </svg>
      <div class="hour-ticks muted" aria-hidden="true">
        <For each={[0, 6, 12, 18]}>{(hour) => <span>{clock(hour)}</span>}</For>
      </div>
      <details>
        <summary>{texts.table.show}</summary>
        <div class="table">
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.outlook.accuracy.hour}</th>
                <th scope="col">
                  {texts.outlook.accuracy.hourError} ({props.unit})
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={props.hours}>
                {({ mae }, index) => (
                  <tr>
                    <th scope="row">{clock(index())}</th>
                    <td class="number">{formatPrice(mae, 2)}</td>
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
      <summary>{texts.outlook.accuracy.members}</summary>
      <div class="table">
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.outlook.accuracy.member}</th>
              <th scope="col">{texts.outlook.accuracy.weight}</th>
              <th scope="col">
                {texts.outlook.accuracy.memberError} ({props.unit})
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
                    {mae === null ? texts.outlook.accuracy.unknown : formatPrice(mae, 2)}
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
