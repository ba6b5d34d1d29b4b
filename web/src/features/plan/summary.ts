import type { PlanResponse, PlanRun } from '@eo/app/contract/plan.ts';
import { formatMoney, formatPercent, formatSmall } from '../../format.ts';
import { planTexts } from '../../texts/plan.ts';
import { dayOf, formatClock, formatDayNear, formatSpanWithDay } from '../../time.ts';

/** A plan in words. */
export interface PlanSummary {
  /** "Start 02:15 tomorrow", the one thing to know; "Runs since 02:15" of what was started. */
  headline: string;
  /** "Done 04:45 tomorrow."; null of what goes on for ever. */
  end: string | null;
  cost: string;
  /** Null of what runs already. */
  saving: string | null;
  certainty: string;
  /** "Start it now anyway, for €0.20 more"; null of what nobody starts, or runs already. */
  anyway: string | null;
  /** When it may change by itself; null when it will not. */
  replan: string | null;
  runs: { span: string; reason: string }[];
}

/** A start that is no further away is now. */
const nowMs = 15 * 60_000;

/**
 * @param plan with at least one run
 * @param today of the zone, `YYYY-MM-DD`
 * @param startedMs since when it runs in spite of the plan, Unix milliseconds; null when it does not
 * @returns null for a plan in which nothing runs
 */
export function summaryOf(
  plan: PlanResponse,
  today: string,
  startedMs: number | null = null,
): PlanSummary | null {
  const runs = plan.devices.flatMap((device) => device.runs);
  const [first, last] = [runs[0], runs.at(-1)];
  if (!first || !last) return null;
  const { replanAfter, level } = plan.certainty;
  return {
    headline:
      startedMs === null
        ? headlineOf(plan, first, today)
        : planTexts.runsSince(whenOf(plan, new Date(startedMs).toISOString(), today)),
    end: isStarted(plan) ? planTexts.until(whenOf(plan, last.end, today)) : null,
    cost: startedMs === null ? costSentence(plan) : planTexts.costAlone(costOf(plan)),
    saving: startedMs === null ? savingSentence(plan) : null,
    certainty: certaintyOf(plan),
    anyway: isStarted(plan) && startedMs === null ? anywayOf(plan) : null,
    replan: replanAfter && level !== 'certain' ? planTexts.replan(whenOf(plan, replanAfter, today)) : null,
    runs: runs.map((run) => ({
      span: runWords(plan, run, today),
      reason: reasonOf(plan, run),
    })),
  };
}

/** "21.3 ct/kWh". */
export const priceOf = ({ unit }: PlanResponse, price: number): string => `${formatSmall(price)} ${unit}`;

/** "23:15 today – 01:00 tomorrow". */
export const spanOf = ({ timeZone }: PlanResponse, { start, end }: PlanRun, today: string): string =>
  formatSpanWithDay(Date.parse(start), Date.parse(end), timeZone, today);

function headlineOf(plan: PlanResponse, { action, start }: PlanRun, today: string): string {
  const isNow = Date.parse(start) - Date.parse(plan.generatedAt) <= nowMs;
  return isNow ? planTexts.beginNow[action] : planTexts.begin[action](whenOf(plan, start, today));
}

function runWords(plan: PlanResponse, run: PlanRun, today: string): string {
  const words = planTexts.run(spanOf(plan, run, today), formatSmall(run.kwh), priceOf(plan, run.meanPrice));
  return run.action === 'run' ? words : `${planTexts.actions[run.action]} ${words}`;
}

function reasonOf(plan: PlanResponse, { why }: PlanRun): string {
  const { code, price = 0, other = null, share = 0, rank = 1, count = 0 } = why;
  const compared = other === null ? null : priceOf(plan, other);
  const facts = { price: priceOf(plan, price), other: compared, share: formatPercent(share), rank, count };
  return planTexts.why[code](facts);
}

/** Whether it is of something that somebody starts and that is done at some time. */
const isStarted = ({ devices }: PlanResponse): boolean =>
  devices.every(({ kind }) => kind === 'appliance' || kind === 'car');

function anywayOf({ currency, cost }: PlanResponse): string {
  return cost.saving < leastMoney ? planTexts.startIt : planTexts.anyway(formatMoney(cost.saving, currency));
}

function whenOf({ timeZone }: PlanResponse, instant: string, today: string): string {
  const ms = Date.parse(instant);
  return `${formatClock(ms, timeZone)} ${formatDayNear(dayOf(ms, timeZone), today)}`;
}

/** Less is nothing to speak of, in major units. */
const leastMoney = 0.005;

export function savingSentence({ currency, cost }: PlanResponse): string {
  const { planned, startNow, saving } = cost;
  if (planned < -leastMoney) return planTexts.earns(formatMoney(-planned, currency));
  if (saving < leastMoney) return planTexts.noSaving;
  return planTexts.saving(formatMoney(saving, currency), formatPercent(saving / startNow));
}

/** What is compared with what, which hangs on the kind of device. */
function costOfWhat(plan: PlanResponse): keyof typeof planTexts.cost {
  if (isStarted(plan)) return 'started';
  return plan.devices[0]?.kind === 'battery' ? 'battery' : 'heater';
}

const costOf = ({ currency, cost }: PlanResponse): string => formatMoney(cost.planned, currency);

function costSentence(plan: PlanResponse): string {
  const { currency, cost } = plan;
  return cost.saving < leastMoney
    ? planTexts.costAlone(costOf(plan))
    : planTexts.cost[costOfWhat(plan)](costOf(plan), formatMoney(cost.startNow, currency));
}

export function certaintyOf({ certainty, currency }: PlanResponse): string {
  const { level, saving } = certainty;
  if (level === 'certain') return planTexts.certainty.certain;
  return planTexts.certainty[level](formatMoney(saving.low, currency), formatMoney(saving.high, currency));
}
