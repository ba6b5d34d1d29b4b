import { For, Show } from 'solid-js';
import { formatSmall } from '../../format.ts';
import { usualDeadline } from '../../paths.ts';
import { planTexts } from '../../texts/plan.ts';
import { Choice } from '../../ui/choice.tsx';
import type { Plan } from './controller.ts';
import { assumed, night, type Template, templates } from './templates.ts';
import type { PlanActions } from './view.tsx';

/** What is to run, how much, and by when. */
export function Wishes(props: { plan: Plan; actions: PlanActions }) {
  const unit = () => props.plan.template().unit;
  const by = (): string | null => props.plan.query().by;
  return (
    <section class="wishes" aria-labelledby="wishes">
      <h1 id="wishes">{planTexts.heading}</h1>
      <div class="wishes-row">
        <label class="wish">
          <span>{planTexts.device}</span>
          <select
            class="field"
            onChange={({ currentTarget }) => props.actions.chooseDevice(currentTarget.value)}
          >
            <For each={templates}>
              {({ id }) => (
                <option value={id} selected={id === props.plan.template().id}>
                  {planTexts.devices[id]}
                </option>
              )}
            </For>
          </select>
        </label>
        <Choice
          legend={planTexts.amounts[unit()]}
          name="amount"
          options={props.plan.template().amounts.map((value) => ({
            value,
            label: planTexts.amount[unit()](value),
          }))}
          value={props.plan.amount()}
          onChoose={props.actions.chooseAmount}
        />
        <Show when={props.plan.template().isStarted}>
          <label class="wish">
            <span>{planTexts.by}</span>
            <input
              class="field"
              type="time"
              value={by() ?? ''}
              onChange={({ currentTarget }) => props.actions.chooseDeadline(currentTarget.value || null)}
            />
          </label>
          <label class="switch">
            <input
              type="checkbox"
              checked={by() === null}
              onChange={({ currentTarget }) =>
                props.actions.chooseDeadline(currentTarget.checked ? null : usualDeadline)
              }
            />
            <span>
              {planTexts.anyTime} ({planTexts.within(props.plan.planHours)})
            </span>
          </label>
        </Show>
        <Show when={props.plan.template().isLoud}>
          <label class="switch">
            <input
              type="checkbox"
              checked={props.plan.query().quiet}
              onChange={({ currentTarget }) => props.actions.chooseQuiet(currentTarget.checked)}
            />
            <span>{planTexts.quiet(night.from, night.to)}</span>
          </label>
        </Show>
      </div>
      <Show when={assumptionOf(props.plan.template())}>
        {(assumption) => <p class="muted">{assumption()}</p>}
      </Show>
    </section>
  );
}

/** What the plan takes for granted of what has no switch; null of what has none. */
function assumptionOf({ id }: Template): string | null {
  const number = (value: number): string => formatSmall(value, Number.isInteger(value) ? 0 : 1);
  const { battery, heater, heatPump } = assumed;
  if (id === 'battery') return planTexts.assumed.battery(number(battery.baseLoadKw));
  if (id === 'heater') return planTexts.assumed.heater(number(heater.minC), number(heater.maxC));
  if (id !== 'heatPump') return null;
  const { minC, maxC, surroundingsC } = heatPump;
  return planTexts.assumed.heatPump(number(minC), number(maxC), number(surroundingsC));
}
