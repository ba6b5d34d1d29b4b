import { planAnswer } from '@eo/app/api/answers/plan.ts';
import { planCalendar } from '@eo/app/api/answers/plan-calendar.ts';
import { tariffPricesAnswer } from '@eo/app/api/answers/tariff-prices.ts';
import type { Zone } from '@eo/app/contract/http.ts';
import { PlanRequest, type PlanResponse } from '@eo/app/contract/plan.ts';
import type { TariffPricesResponse } from '@eo/app/contract/tariff.ts';
import { planAtOnce, searchPlan } from '@eo/app/domain/plan/index.ts';
import { readPlanRequest, type SpotSlot } from '@eo/app/domain/plan/request/index.ts';
import { chooseTariff } from '@eo/app/domain/tariff/choose.ts';
import { findZone } from '@eo/app/domain/zones.ts';
import { createSolver } from '@eo/app/solver/highs.ts';
import { Value } from 'typebox/value';
import { fakeSlots } from './fake-prices.ts';

/** Thrown for a plan that cannot be. */
export class ImpossibleFakePlan extends Error {
  constructor(
    message: string,
    readonly nearestPlan: PlanResponse,
  ) {
    super(message);
  }
}

/** A real plan of made-up prices. */
export async function fakePlan(
  body: string,
  publishedUntil: (zone: Zone) => number,
  simulated: boolean,
): Promise<PlanResponse> {
  const request = Value.Default(PlanRequest, JSON.parse(body)) as PlanRequest;
  const zone = findZone(request.zone);
  if (!zone) throw new Error(`There is no zone ${request.zone}.`);
  const nowMs = Date.now();
  const slots = curveOf(zone, nowMs, nowMs + (request.hours + 1) * 3_600_000, publishedUntil(zone));
  const tariff = chooseTariff(zone);
  const problem = readPlanRequest(request, tariff, slots, zone.displayTimeZone, nowMs);
  const solver = await createSolver();
  const exact = { timeLimitSeconds: 60, relativeGap: 0, absoluteGap: 0 };
  const plan = planAtOnce(problem) ?? (await searchPlan(problem, async (model) => solver(model, exact)));
  const freshness = { checkedAt: new Date(nowMs).toISOString(), stale: false };
  const curve = { slots, about: { simulated, freshness, model: 'naive-week' } };
  const answer = planAnswer({ zone, tariff, curve, request, problem, plan, nowMs });
  const [violation] = plan.violations;
  if (violation) throw new ImpossibleFakePlan(violation.message, answer);
  return answer;
}

export const fakePlanCalendar = planCalendar;

/** What a household really pays of made-up prices. */
export function fakePaid(
  body: string,
  publishedUntil: (zone: Zone) => number,
  simulated: boolean,
): TariffPricesResponse {
  const { zone: id, hours } = JSON.parse(body) as { zone: string; hours: number };
  const zone = findZone(id);
  if (!zone) throw new Error(`There is no zone ${id}.`);
  const nowMs = Date.now();
  const slots = curveOf(zone, nowMs, nowMs + hours * 3_600_000, publishedUntil(zone));
  const freshness = { checkedAt: new Date(nowMs).toISOString(), stale: false };
  const curve = { slots, about: { simulated, freshness, model: 'naive-week' } };
  return tariffPricesAnswer(zone, chooseTariff(zone), curve);
}

function curveOf(zone: Zone, fromMs: number, toMs: number, publishedUntilMs: number): SpotSlot[] {
  return fakeSlots(zone, fromMs, toMs).map((slot) => {
    const isKnown = slot.startMs < publishedUntilMs;
    return {
      ...slot,
      kind: isKnown ? 'published' : 'forecast',
      p10: isKnown ? null : slot.price - 20,
      p90: isKnown ? null : slot.price + 25,
    };
  });
}
