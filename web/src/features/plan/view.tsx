import { Match, Show, Switch } from 'solid-js';
import { texts } from '../../texts/index.ts';
import { planTexts } from '../../texts/plan.ts';
import { Panel } from '../../ui/notice.tsx';
import { ZoneLine } from '../zone/zone-line.tsx';
import { Answer, Over } from './answer.tsx';
import { PlanChart } from './chart.tsx';
import type { Plan } from './controller.ts';
import { Wishes } from './wishes.tsx';

/** What a reader can change; each is a change of the address. */
export interface PlanActions {
  chooseZone: (zone: string) => void;
  chooseDevice: (device: string) => void;
  chooseAmount: (amount: number) => void;
  /** `HH:MM`, or null for none. */
  chooseDeadline: (by: string | null) => void;
  chooseQuiet: (quiet: boolean) => void;
  /** It was started in spite of the plan, Unix milliseconds; null to plan it again. */
  setStarted: (startedMs: number | null) => void;
}

/** One question: when should it run, and what does that save? */
export function PlanView(props: { plan: Plan; actions: PlanActions }) {
  const error = () => props.plan.error();
  return (
    <div class="page">
      <ZoneLine
        zones={props.plan.zones()}
        choice={props.plan.choice()}
        isSimulated={props.plan.plan()?.simulated ?? false}
        onChoose={props.actions.chooseZone}
      />
      <main>
        <Wishes plan={props.plan} actions={props.actions} />
        <Switch fallback={<p class="plan-answer muted">{planTexts.making}</p>}>
          <Match when={props.plan.choice().isUnknown}>
            <Panel title={texts.states.unknownZone.title(props.plan.choice().id ?? '')} />
          </Match>
          <Match when={props.plan.isOver()}>
            <Over actions={props.actions} />
          </Match>
          <Match when={props.plan.plan()}>
            <Show when={error()?.code === 'impossible-plan'}>
              <Panel title={planTexts.impossible} text={error()?.message ?? ''}>
                <p>{planTexts.nearest}</p>
              </Panel>
            </Show>
            <Answer plan={props.plan} actions={props.actions} />
            <PlanChart plan={props.plan} />
          </Match>
          <Match when={error()}>
            {(problem) => (
              <Panel title={planTexts.failed} text={`${problem().message} ${planTexts.failedText}`} />
            )}
          </Match>
        </Switch>
      </main>
      <footer class="small-print">
        <Show when={props.plan.plan()}>
          {(plan) => (
            <>
              <p>{texts.paid.tariff(plan().unit)}</p>
              <p>{texts.source.times(plan().timeZone)}</p>
            </>
          )}
        </Show>
      </footer>
    </div>
  );
}
