import type { StackResponse } from '@eo/app/contract/operations.ts';
import { For, Show } from 'solid-js';
import { formatMoney } from '../../format.ts';
import { operatorTexts } from '../../texts/operator.ts';

const money = (usd: number): string => formatMoney(usd, 'USD');

/** The estimate of the month against the budget. */
export function Cost(props: { cost: StackResponse['cost'] }) {
  const total = (): number => props.cost.components.reduce((sum, { usd }) => sum + usd, 0);
  const budget = (): number | null => props.cost.budgetUsd;
  const share = (): number => total() / (budget() || 1);
  return (
    <section aria-labelledby="cost">
      <h2 id="cost">{operatorTexts.cost.heading}</h2>
      <p>
        <Show when={budget() !== null} fallback={operatorTexts.cost.alone(money(total()))}>
          {operatorTexts.cost.of(money(total()), money(budget() ?? 0))}
        </Show>
      </p>
      <Show when={budget()}>
        <meter class="budget" min={0} max={1} low={0.8} high={1} optimum={0} value={Math.min(share(), 1)}>
          {operatorTexts.cost.of(money(total()), money(budget() ?? 0))}
        </meter>
      </Show>
      <Show
        when={props.cost.components.length > 0}
        fallback={<p class="muted">{operatorTexts.cost.nothing}</p>}
      >
        <div class="table" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">{operatorTexts.cost.component}</th>
                <th scope="col" class="number">
                  {operatorTexts.cost.estimate}
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={props.cost.components}>
                {({ component, usd }) => (
                  <tr>
                    <th scope="row">{component}</th>
                    <td class="number">{money(usd)}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
    </section>
  );
}
