import type { Zone } from '../../contract/http.ts';
import type { PlannedDevice, PlanReason, PlanRequest, PlanResponse, PlanRun } from '../../contract/plan.ts';
import type { Tariff } from '../../contract/tariff.ts';
import { addDays, marketDayOf } from '../../domain/market-day.ts';
import { certaintyOf, type Span } from '../../domain/plan/certainty.ts';
import { type Explainer, explainerOf } from '../../domain/plan/explain.ts';
import type { Plan } from '../../domain/plan/index.ts';
import { notesOf } from '../../domain/plan/notes.ts';
import { isOnOff, type PlanProblem, type PlanSlot } from '../../domain/plan/problem.ts';
import { reasonSentence } from '../../domain/plan/reason-sentence.ts';
import { type Run, runsOf } from '../../domain/plan/runs.ts';
import { costOf, flowsOf } from '../../domain/plan/schedule.ts';
import { startNowCost, startNowSchedule } from '../../domain/plan/start-now.ts';
import { consumerUnit } from '../../domain/tariff/units.ts';
import { nextPublicationMs } from '../../ingest/market-clock.ts';
import type { PriceCurve } from './price-curve.ts';
import { iso } from './slots.ts';

export interface PlanAnswerParts {
  zone: Zone;
  tariff: Tariff;
  curve: PriceCurve;
  request: Pick<PlanRequest, 'devices'>;
  problem: PlanProblem;
  plan: Plan;
  nowMs: number;
}

/** A plan as the contract has it: what runs when and why, what it costs, how sure that is. */
export function planAnswer(parts: PlanAnswerParts): PlanResponse {
  const { zone, tariff, curve, problem, plan, nowMs } = parts;
  const { slots, stepMinutes } = problem;
  return {
    zone: zone.id,
    timeZone: zone.displayTimeZone,
    currency: tariff.currency,
    unit: consumerUnit(tariff.currency),
    generatedAt: iso(nowMs),
    from: iso((slots[0] as PlanSlot).startMs),
    to: iso(endMs(problem)),
    stepMinutes,
    method: plan.method,
    gap: rounded(plan.gap, 4),
    ...moneyOf(parts),
    devices: devicesOf(parts),
    slots: slotsOf(problem, plan),
    notes: notesOf(problem, plan),
    ...curve.about,
  };
}

function moneyOf({ zone, problem, plan, nowMs }: PlanAnswerParts): Pick<PlanResponse, 'cost' | 'certainty'> {
  const startNow = startNowSchedule(problem, plan.schedule.leftOut);
  const planned = costOf(problem, plan.schedule);
  const now = startNowCost(problem, startNow, plan.schedule);
  const { level, publishedShare, ...spans } = certaintyOf(problem, plan.schedule, startNow, now - planned);
  const publishedUntilMs = publishedUntil(problem);
  return {
    cost: { planned: money(planned), startNow: money(now), saving: money(now - planned) },
    certainty: {
      level,
      publishedShare: rounded(publishedShare, 3),
      cost: moneySpan(spans.cost),
      saving: moneySpan(spans.saving),
      publishedUntil: publishedUntilMs === null ? null : iso(publishedUntilMs),
      replanAfter: replanAfter(zone, problem, publishedUntilMs, nowMs),
    },
  };
}

/** The end of the published prices that the plan begins with. */
function publishedUntil(problem: PlanProblem): number | null {
  const first = problem.slots.findIndex(({ kind }) => kind === 'forecast');
  if (first === 0) return null;
  return first < 0 ? endMs(problem) : (problem.slots[first] as PlanSlot).startMs;
}

function replanAfter(
  zone: Zone,
  { slots }: PlanProblem,
  publishedUntilMs: number | null,
  nowMs: number,
): string | null {
  if (slots.every(({ kind }) => kind === 'published')) return null;
  const lastDay = addDays(marketDayOf(publishedUntilMs ?? nowMs, zone.marketTimeZone), -1);
  return iso(nextPublicationMs(zone, lastDay, nowMs));
}

function devicesOf({ problem, plan, tariff, request }: PlanAnswerParts): PlannedDevice[] {
  const explain = explainerOf(problem, plan.schedule);
  const toRun = toRunIn(consumerUnit(tariff.currency));
  const planned = new Map(
    [
      ...appliancesOf(problem, plan, explain, toRun),
      ...carsOf(problem, plan, explain, toRun),
      ...batteriesOf(problem, plan, explain, toRun),
      ...heatersOf(problem, plan, explain, toRun),
    ].map((device) => [device.id, device]),
  );
  const { appliances, cars, batteries, heaters } = request.devices;
  const idle =
    (kind: PlannedDevice['kind']) =>
    ({ id }: { id: string }) =>
      planned.get(id) ?? { id, kind, kwh: 0, runs: [], leftOut: 'It needs nothing any more.' };
  return [
    ...appliances.map(idle('appliance')),
    ...cars.map(idle('car')),
    ...batteries.map(idle('battery')),
    ...heaters.map(idle('heater')),
  ];
}

function appliancesOf(
  problem: PlanProblem,
  { schedule }: Plan,
  explain: Explainer,
  toRun: ToRun,
): PlannedDevice[] {
  return problem.appliances.map((appliance) => {
    const kw = schedule.loadKw.get(appliance.id) ?? new Float64Array();
    const runs = runsOf(problem, kw, appliance.kw).map((run) =>
      toRun('run', run, explain.appliance(appliance, run)),
    );
    const leftOut = runs.length > 0 ? null : leftOutReason(appliance.worth);
    return { id: appliance.id, kind: 'appliance', kwh: energyOf(runs), runs, leftOut };
  });
}

function leftOutReason(worth: number | null): string {
  return worth === null
    ? 'There is no room for it.'
    : 'It would cost more than it is worth, or leaves no room for what has to run.';
}

function carsOf(problem: PlanProblem, { schedule }: Plan, explain: Explainer, toRun: ToRun): PlannedDevice[] {
  return problem.cars.map((car) => {
    const kw = schedule.loadKw.get(car.id) ?? new Float64Array();
    const runs = runsOf(problem, kw, null).map((run) => toRun('charge', run, explain.car(car, run)));
    return { id: car.id, kind: 'car', kwh: energyOf(runs), runs, leftOut: null };
  });
}

function batteriesOf(
  problem: PlanProblem,
  { schedule }: Plan,
  explain: Explainer,
  toRun: ToRun,
): PlannedDevice[] {
  return problem.batteries.map((battery) => {
    const [into, out] = [schedule.chargeKw.get(battery.id), schedule.dischargeKw.get(battery.id)];
    const charged = runsOf(problem, into ?? new Float64Array(), null).map((run) =>
      toRun('charge', run, explain.charge(battery, run)),
    );
    const given = runsOf(problem, out ?? new Float64Array(), null).map((run) =>
      toRun('discharge', run, explain.discharge(run)),
    );
    const runs = [...charged, ...given].sort((a, b) => (a.start < b.start ? -1 : 1));
    return { id: battery.id, kind: 'battery', kwh: energyOf(charged), runs, leftOut: null };
  });
}

function heatersOf(
  problem: PlanProblem,
  { schedule }: Plan,
  explain: Explainer,
  toRun: ToRun,
): PlannedDevice[] {
  return problem.heaters.map((heater) => {
    const kw = schedule.loadKw.get(heater.id) ?? new Float64Array();
    const runs = runsOf(problem, kw, isOnOff(heater) ? heater.kw : null).map((run) =>
      toRun('heat', run, explain.heater(run)),
    );
    return { id: heater.id, kind: 'heater', kwh: energyOf(runs), runs, leftOut: null };
  });
}

type ToRun = (action: PlanRun['action'], run: Run, why: PlanReason) => PlanRun;

/** @param unit that prices are told in */
const toRunIn =
  (unit: string): ToRun =>
  (action, { startMs, endMs: end, kwh, meanPrice, kind }, why) => ({
    action,
    start: iso(startMs),
    end: iso(end),
    kwh: rounded(kwh, 3),
    meanPrice: rounded(meanPrice, 2),
    kind,
    reason: reasonSentence(why, unit),
    why: {
      ...why,
      ...(why.price !== undefined && { price: rounded(why.price, 2) }),
      ...(why.other !== undefined && { other: rounded(why.other, 2) }),
      ...(why.share !== undefined && { share: rounded(why.share, 2) }),
    },
  });

function slotsOf(problem: PlanProblem, { schedule }: Plan): PlanResponse['slots'] {
  const { importKw, exportKw, pvUsedKw } = flowsOf(problem, schedule);
  const kwh = (kw: number | undefined): number => rounded(((kw ?? 0) * problem.stepMinutes) / 60, 4);
  return problem.slots.map(({ startMs, kind, buy, sell }, slot) => ({
    start: iso(startMs),
    minutes: problem.stepMinutes,
    kind,
    price: rounded(buy, 3),
    feedInPrice: rounded(sell, 3),
    importKwh: kwh(importKw[slot]),
    exportKwh: kwh(exportKw[slot]),
    pvKwh: kwh(pvUsedKw[slot]),
  }));
}

function endMs({ slots, stepMinutes }: PlanProblem): number {
  return (slots.at(-1) as PlanSlot).startMs + stepMinutes * 60_000;
}

function energyOf(runs: readonly PlanRun[]): number {
  return rounded(
    runs.reduce((sum, { kwh }) => sum + kwh, 0),
    3,
  );
}

const rounded = (value: number, digits: number): number => {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
};

/** Major units of minor ones, to a hundredth of a minor unit. */
const money = (minor: number): number => rounded(minor / 100, 4);

const moneySpan = ({ low, high }: Span): Span => ({ low: money(low), high: money(high) });
