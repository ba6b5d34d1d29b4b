import type { PlannedDevice, PlanResponse } from '@eo/app/contract/plan.ts';
import { A } from '@solidjs/router';
import { For, Match, Show, Switch } from 'solid-js';
import { formatMoney } from '../../format.ts';
import { type PlanQuery, planPath } from '../../paths.ts';
import { householdTexts } from '../../texts/household.ts';
import { planTexts } from '../../texts/plan.ts';
import { createAttempt } from '../../ui/create-attempt.ts';
import { Panel } from '../../ui/notice.tsx';
import { ProblemLine } from '../../ui/problem.tsx';
import { certaintyOf, savingSentence, spanOf } from '../plan/summary.ts';
import { templateOf } from '../plan/templates.ts';
import { createHousehold, type Household } from './controller.ts';

/** Everything that runs at home, planned together. */
export function HouseholdView(props: { offered: PlanQuery; onAnswered: () => void }) {
  const household = createHousehold();
  const { problem, attempt } = createAttempt();
  return (
    <>
      <section class="account-head">
        <div>
          <h1 class="page-title">{householdTexts.title}</h1>
          <p class="muted">{householdTexts.what}</p>
        </div>
        <A class="button" href={planPath({})}>
          {householdTexts.toPlan}
        </A>
      </section>
      <Show when={props.offered.device}>
        {(device) => (
          <Panel title={householdTexts.addTitle(planTexts.devices[templateOf(device()).id])}>
            <div class="plan-actions">
              <button
                type="button"
                class="button button-main"
                onClick={() => attempt(() => household.add(props.offered).then(props.onAnswered))}
              >
                {householdTexts.addAction}
              </button>
              <button type="button" class="button" onClick={() => props.onAnswered()}>
                {householdTexts.addNot}
              </button>
            </div>
          </Panel>
        )}
      </Show>
      <ProblemLine text={problem()} />
      <Switch fallback={<p class="muted">{planTexts.making}</p>}>
        <Match when={household.failure()}>{(error) => <ProblemLine text={error().message} />}</Match>
        <Match when={!household.isLoading() && !household.hasDevices()}>
          <Panel title={householdTexts.none} text={householdTexts.noneHint} />
        </Match>
        <Match when={household.plan()}>
          {(plan) => (
            <Together
              plan={plan()}
              household={household}
              onRemove={(device) => attempt(() => household.remove(device))}
            />
          )}
        </Match>
        <Match when={household.problem()}>
          {(error) => <Panel title={planTexts.failed} text={`${error().message} ${planTexts.failedText}`} />}
        </Match>
      </Switch>
    </>
  );
}

interface TogetherProps {
  plan: PlanResponse;
  household: Household;
  onRemove: (device: PlannedDevice) => void;
}

function Together(props: TogetherProps) {
  const money = (amount: number): string => formatMoney(amount, props.plan.currency);
  return (
    <section aria-labelledby="together">
      <div class="plan-answer">
        <Show when={props.household.problem()?.code === 'impossible-plan'}>
          <Panel title={planTexts.impossible} text={props.household.problem()?.message ?? ''}>
            <p>{planTexts.nearest}</p>
          </Panel>
        </Show>
        <h2 id="together">{householdTexts.planned(props.plan.zone)}</h2>
        <p class="plan-saving">
          <strong>{savingSentence(props.plan)} </strong>
          {householdTexts.cost(money(props.plan.cost.planned), money(props.plan.cost.startNow))}
        </p>
        <p class="muted">{certaintyOf(props.plan)}</p>
      </div>
      <ul class="rows">
        <For each={props.plan.devices}>
          {(device) => (
            <li>
              <span class="row-name">{device.id}</span>
              <span class="muted">{nextOf(props.plan, device, props.household.today())}</span>
              <button
                type="button"
                class="button"
                aria-label={householdTexts.remove(device.id)}
                onClick={() => props.onRemove(device)}
              >
                {householdTexts.removeShort}
              </button>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}

/** When it runs next, and how often after that; why not, of one that does not. */
function nextOf(plan: PlanResponse, { runs, leftOut }: PlannedDevice, today: string): string {
  const [next, ...more] = runs;
  if (!next) return leftOut ?? householdTexts.never;
  const span = spanOf(plan, next, today);
  const words = more.length > 0 ? householdTexts.more(span, more.length) : span;
  return next.action === 'run' ? words : `${planTexts.actions[next.action]} ${words}`;
}
