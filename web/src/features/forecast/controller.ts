import { type Accessor, createMemo } from 'solid-js';
import { api } from '../../api/client.ts';
import { createPolled } from '../../api/create-polled.ts';
import { chartModelOf } from '../../chart/model.ts';
import { mergeSlots } from '../../chart/slots.ts';
import type { ForecastQuery } from '../../paths.ts';
import { dayOf } from '../../time.ts';
import { createNowMs } from '../../ui/clock.ts';
import { createZones } from '../zone/create-zones.ts';
import { outlookByDay } from './days.ts';

const minuteMs = 60_000;

/** What the page of forecasts shows, computed from its address and the answers of the API. */
export function createOutlook(query: Accessor<ForecastQuery>) {
  const nowMs = createNowMs(30_000);
  const { zones, choice, error: zonesError } = createZones(() => query().zone);
  const zone = (): string | null => (choice().isUnknown ? null : choice().id);
  const forecast = createPolled({
    key: (): [string, number] | null => {
      const id = zone();
      return id === null ? null : [id, query().hours];
    },
    load: ([id, hours], signal) => api.forecast(id, hours, signal),
    everyMs: 10 * minuteMs,
  });
  const accuracy = createPolled({
    key: (): [string] | null => {
      const id = zone();
      return id === null ? null : [id];
    },
    load: ([id], signal) => api.accuracy(id, signal),
    everyMs: 60 * minuteMs,
  });
  const history = createPolled({
    key: (): [string] | null => {
      const id = zone();
      return id === null ? null : [id];
    },
    load: ([id], signal) => api.accuracyHistory(id, signal),
    everyMs: 60 * minuteMs,
  });
  const answer = createMemo(() => forecast().value);
  const slots = createMemo(() => mergeSlots([], answer()?.slots));
  const today = createMemo(() => dayOf(nowMs(), answer()?.timeZone ?? 'UTC'));
  return {
    query,
    nowMs,
    zones,
    choice,
    today,
    answer,
    accuracy: () => accuracy().value,
    /** Judged days; none while they are not known. */
    history: () => history().value?.days ?? [],
    /** Why there is no forecast. */
    error: () => forecast().error ?? zonesError(),
    chart: createMemo(() => {
      const known = answer();
      const [first] = slots();
      const last = slots().at(-1);
      if (!known || !first || !last) return null;
      const range = { from: new Date(first.startMs).toISOString(), to: new Date(last.endMs).toISOString() };
      return chartModelOf({
        answer: { ...range, timeZone: known.timeZone, currency: known.currency },
        slots: slots(),
        today: today(),
        window: null,
        roomUntilMs: null,
      });
    }),
    days: createMemo(() => outlookByDay(slots(), answer()?.timeZone ?? 'UTC')),
  };
}

/** See {@link createOutlook}. */
export type Outlook = ReturnType<typeof createOutlook>;
