import { type Accessor, createMemo, createSignal } from 'solid-js';
import { api, type PlanBody } from '../../api/client.ts';
import { createPolled } from '../../api/create-polled.ts';
import type { PlanQuery } from '../../paths.ts';
import { dayOf } from '../../time.ts';
import { createNowMs } from '../../ui/clock.ts';
import { saveFile } from '../../ui/save-file.ts';
import { createZones } from '../zone/create-zones.ts';
import { chartBarsOf } from './chart-bars.ts';
import { summaryOf } from './summary.ts';
import { amountOf, doneMs, planHours, templateOf } from './templates.ts';

/** A plan begins with the next quarter hour, and better prices may have come. */
export const replanEveryMs = 5 * 60_000;
const quarterMs = 15 * 60_000;

/** What the page of plans shows, computed from its address and the answers of the API. */
export function createPlan(query: Accessor<PlanQuery>) {
  const nowMs = createNowMs(30_000);
  const { zones, choice, error: zonesError } = createZones(() => query().zone);
  const template = createMemo(() => templateOf(query().device));
  const amount = (): number => amountOf(template(), query().amount);
  /** Since when it runs in spite of the plan, for what can be started. */
  const started = (): number | null => (template().isStarted ? query().startedMs : null);
  const isOver = createMemo(() => {
    const startedMs = started();
    return startedMs !== null && nowMs() >= doneMs(template(), amount(), startedMs);
  });
  /** What runs already has less left each quarter; nothing else hangs on the time. */
  const quarter = createMemo(() => Math.floor(nowMs() / quarterMs) * quarterMs);
  const body = createMemo((): PlanBody | null => {
    const { id, isUnknown } = choice();
    if (id === null || isUnknown) return null;
    const { by, quiet } = query();
    const startedMs = started();
    if (startedMs !== null && isOver()) return null;
    const wishes = { deadline: by ?? undefined, quiet, startedMs, quarterMs: quarter() };
    return { zone: id, hours: planHours, ...template().asked(amount(), wishes) };
  });
  const polled = createPolled({
    key: (): [string] | null => {
      const asked = body();
      return asked && [JSON.stringify(asked)];
    },
    load: ([asked], signal) => api.plan(JSON.parse(asked) as PlanBody, signal),
    everyMs: replanEveryMs,
  });
  const plan = createMemo(() => polled().value ?? polled().error?.nearestPlan ?? null);
  const timeZone = (): string => plan()?.timeZone ?? choice().zone?.displayTimeZone ?? 'UTC';
  const today = createMemo(() => dayOf(nowMs(), timeZone()));
  const [hasCalendarFailed, setCalendarFailed] = createSignal(false);

  const saveCalendar = async (): Promise<void> => {
    const asked = body();
    if (!asked) return;
    try {
      setCalendarFailed(false);
      saveFile(await api.planCalendar(asked, AbortSignal.timeout(15_000)), 'plan.ics');
    } catch {
      setCalendarFailed(true);
    }
  };

  return {
    query,
    planHours,
    zones,
    choice,
    template,
    amount,
    plan,
    today,
    started,
    /** It as the household may take it in. */
    offer: (): Partial<PlanQuery> => ({
      ...query(),
      zone: choice().id,
      device: template().id,
      startedMs: null,
    }),
    /** Whether what was started is done. */
    isOver,
    /** Why there is no plan, or none as it was asked for. */
    error: () => polled().error ?? zonesError(),
    summary: createMemo(() => {
      const known = plan();
      return known && summaryOf(known, today(), started());
    }),
    chart: createMemo(() => {
      const known = plan();
      return known && chartBarsOf(known);
    }),
    saveCalendar,
    hasCalendarFailed,
  };
}

/** See {@link createPlan}. */
export type Plan = ReturnType<typeof createPlan>;
