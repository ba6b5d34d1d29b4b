import type { PlanResponse, PlanRun } from '@eo/app/contract/plan.ts';
import { formatMoney, formatPercent, formatSmall } from '../../format.ts';
import { planTexts } from '../../texts/plan.ts';
import { dayOf, formatClock, formatDayNear, formatSpanWithDay } from '../../time.ts';

/** A plan in words. */
export interface PlanSummary {
  /** "Start 02:15 tomorrow", the one thing to know. */
  headline: string;
  /** "Done 04:45 tomorrow." */
  end: string;
  cost: string;
  saving: string;
  certainty: string;
  /** When it may change by itself; null when it will not. */
  replan: string | null;
  runs: { span: string; reason: string }[];
}

/** A start that is no further away is now. */
const nowMs = 15 * 60_000;

/**
 * @param plan with at least one run
 * @param today of the zone, `YYYY-MM-DD`
 * @returns null for a plan in which nothing runs
 */
export function summaryOf(plan: PlanResponse, today: string): PlanSummary | null {
  const runs = plan.devices.flatMap((device) => device.runs);
  const [first, last] = [runs[0], runs.at(-1)];
  if (!first || !last) return null;
  const { replanAfter, level } = plan.certainty;
  return {
    headline: headlineOf(plan, first, today),
    end: planTexts.until(whenOf(plan, last.end, today)),
    cost: costSentence(plan),
    saving: savingSentence(plan),
    certainty: certaintyOf(plan),
    replan: replanAfter && level !== 'certain' ? planTexts.replan(whenOf(plan, replanAfter, today)) : null,
    runs: runs.map((run) => ({
      span: planTexts.run(spanOf(plan, run, today), formatSmall(run.kwh), priceOf(plan, run.meanPrice)),
      reason: run.reason,
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
  if (isNow) return planTexts.startNow;
  const when = whenOf(plan, start, today);
  return action === 'charge' ? planTexts.charge(when) : planTexts.start(when);
}

function whenOf({ timeZone }: PlanResponse, instant: string, today: string): string {
  const ms = Date.parse(instant);
  return `${formatClock(ms, timeZone)} ${formatDayNear(dayOf(ms, timeZone), today)}`;
}

/** Less is nothing to speak of, in major units. */
const leastMoney = 0.005;

function savingSentence({ currency, cost }: PlanResponse): string {
  const { planned, startNow, saving } = cost;
  if (planned < -leastMoney) return planTexts.earns(formatMoney(-planned, currency));
  if (saving < leastMoney) return planTexts.noSaving;
  return planTexts.saving(formatMoney(saving, currency), formatPercent(saving / startNow));
}

function costSentence({ currency, cost }: PlanResponse): string {
  const planned = formatMoney(cost.planned, currency);
  return cost.saving < leastMoney
    ? planTexts.costAlone(planned)
    : planTexts.cost(planned, formatMoney(cost.startNow, currency));
}

function certaintyOf({ certainty, currency }: PlanResponse): string {
  const { level, saving } = certainty;
  if (level === 'certain') return planTexts.certainty.certain;
  return planTexts.certainty[level](formatMoney(saving.low, currency), formatMoney(saving.high, currency));
}
