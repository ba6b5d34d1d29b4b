import type { CompareTariffsResponse } from '@eo/app/contract/tariff.ts';
import { For, Show } from 'solid-js';
import { formatMoney, formatSmall } from '../../format.ts';
import { tariffTexts } from '../../texts/tariffs.ts';
import { formatDate } from '../../time.ts';
import { NoticeLine } from '../../ui/notice.tsx';
import { unitOf } from '../../units.ts';

const parts = ['energy', 'grid', 'tax', 'standing', 'vat'] as const;

/** What a year would have cost, the cheapest first. */
export function Result(props: { answer: CompareTariffsResponse }) {
  const least = (): number => props.answer.offers[0]?.cost.total ?? 0;
  return (
    <section aria-labelledby="result" aria-live="polite">
      <h2 id="result">{tariffTexts.result}</h2>
      <Show when={props.answer.assumptions.simulated}>
        <NoticeLine tone="warning">{tariffTexts.simulated}</NoticeLine>
      </Show>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it is scrolled sideways, with keys too */}
      <section class="table table-wide" aria-label={tariffTexts.table} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{tariffTexts.name}</th>
              <th scope="col" class="number">
                {tariffTexts.year}
              </th>
              <th scope="col" class="number">
                {tariffTexts.mean}
              </th>
              <For each={parts}>
                {(part) => (
                  <th scope="col" class="number">
                    {tariffTexts[part]}
                  </th>
                )}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={props.answer.offers}>
              {({ name, cost, tariff, meanPerKwh }, index) => (
                <tr>
                  <th scope="row">
                    {name}
                    <br />
                    <span class="muted">
                      {index() === 0
                        ? tariffTexts.cheapest
                        : tariffTexts.dearer(formatMoney(cost.total - least(), tariff.currency))}
                    </span>
                  </th>
                  <td class="number">
                    <strong>{formatMoney(cost.total, tariff.currency)}</strong>
                  </td>
                  <td class="number">{`${formatSmall(meanPerKwh)} ${unitOf(tariff.currency)}`}</td>
                  <For each={parts}>
                    {(part) => (
                      <td class="number">
                        {cost[part] === 0 ? '–' : formatMoney(cost[part], tariff.currency)}
                      </td>
                    )}
                  </For>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </section>
      <p class="muted">
        {tariffTexts.assumptions(
          props.answer.assumptions.days,
          formatDate(props.answer.assumptions.firstDay),
          formatDate(props.answer.assumptions.lastDay),
        )}
      </p>
    </section>
  );
}
