import { type Accessor, createMemo, untrack } from 'solid-js';
import { chartModelOf } from '../../chart/model.ts';
import { mergeSlots, type ShownSlot } from '../../chart/slots.ts';
import type { NowQuery } from '../../paths.ts';
import { addDays, dayOf, isDay } from '../../time.ts';
import { createNowMs } from '../../ui/clock.ts';
import { createZones } from '../zone/create-zones.ts';
import { cheapestSentence } from './cheapest.ts';
import { type Asked, createLoads, forecastHours } from './loads.ts';
import { noticesOf, pageStateOf } from './notices.ts';
import { cheapestPaid, paidSlots } from './paid.ts';
import { paidNowOf, priceNowOf } from './price-now.ts';
import { smallPrintOf } from './small-print.ts';

const hourMs = 3_600_000;

/**
 * What the page of prices shows, computed from its address and the answers of the API. The computing is done by the
 * plain functions beside this file; here they are only joined.
 */
export function createNow(query: Accessor<NowQuery>) {
  const nowMs = createNowMs(10_000);
  const { zones, defaultZone, choice, ...zoneList } = createZones(() => query().zone);
  const isDayInvalid = (): boolean => {
    const { day } = query();
    return day !== null && !isDay(day);
  };
  const asked = createMemo((): Asked | null => {
    const { id, isUnknown } = choice();
    const { day, minutes, paid } = query();
    return id === null || isUnknown || isDayInvalid() ? null : { zone: id, day, minutes, paid };
  });
  const { prices, current, cheapest, forecast, paid } = createLoads(asked);

  const market = createMemo(() => mergeSlots(prices().value?.slots ?? [], forecast().value?.slots));
  /** What a household pays, where it is asked for and known; it begins now. */
  const paying = createMemo(() => {
    const answer = paid().value;
    return answer && paidSlots(answer);
  });
  const slots = (): readonly ShownSlot[] => paying() ?? market();
  const window = createMemo(() => {
    const [answer, payable] = [paid().value, paying()];
    if (!answer || !payable) return cheapest().value;
    return cheapestPaid(payable, query().minutes, nowMs(), answer);
  });
  const timeZone = (): string =>
    prices().value?.timeZone ?? choice().zone?.displayTimeZone ?? current().value?.timeZone ?? 'UTC';
  const currency = (): string =>
    paid().value?.currency ?? prices().value?.currency ?? current().value?.currency ?? 'EUR';
  /** Days change rarely, the time all the time: what hangs on days is computed once a day. */
  const today = createMemo(() => dayOf(nowMs(), timeZone()));
  const marketToday = createMemo(() => dayOf(nowMs(), choice().zone?.marketTimeZone ?? timeZone()));

  const isForecastComing = (): boolean => query().day === null && !forecast().value && !forecast().error;

  const chart = createMemo(() => {
    const answer = prices().value;
    if (!answer || slots().length === 0) return null;
    const roomUntilMs = isForecastComing() ? untrack(nowMs) + forecastHours * hourMs : null;
    const shown = { slots: slots(), today: today(), window: window() };
    const { currency, timeZone } = paid().value ?? answer;
    return paying()
      ? chartModelOf({ answer: { currency, timeZone }, ...shown, roomUntilMs: null })
      : chartModelOf({ answer, ...shown, roomUntilMs });
  });

  return {
    query,
    nowMs,
    zones,
    defaultZone,
    choice,
    slots,
    timeZone,
    currency,
    today,
    days: createMemo(() => {
      const day = query().day ?? marketToday();
      const last = addDays(marketToday(), 1);
      return { day, last, previous: addDays(day, -1), next: day < last ? addDays(day, 1) : null };
    }),
    state: createMemo(() =>
      pageStateOf({
        isZoneUnknown: choice().isUnknown,
        isDayInvalid: isDayInvalid(),
        hasSlots: slots().length > 0,
        // Where nothing is published there may still be a forecast.
        isLoaded: prices().value !== null && (query().day !== null || !isForecastComing()),
        // A page that cannot even learn which zones there are is as good as one without prices.
        error: prices().error ?? zoneList.error(),
      }),
    ),
    retryAtMs: () => prices().retryAtMs ?? zoneList.retryAtMs(),
    priceNow: createMemo(() =>
      paying() ? paidNowOf(slots(), nowMs()) : priceNowOf(current().value, slots(), nowMs()),
    ),
    isPriceNowComing: () => !current().value && !current().error && slots().length === 0,
    cheapest: createMemo(() => {
      const answer = window();
      const dayMean = chart()?.mean ?? null;
      return (
        answer && cheapestSentence(answer, { nowMs: nowMs(), today: today(), day: query().day, dayMean })
      );
    }),
    cheapestError: () => cheapest().error,
    /** Why what a household pays is not shown though it was asked for. */
    paidError: () => (paying() ? null : paid().error),
    isPaid: () => paying() !== null,
    chart,
    notices: createMemo(() =>
      noticesOf({
        zone: choice().zone,
        day: query().day,
        nowMs: nowMs(),
        slots: slots(),
        prices: prices(),
        forecastError: forecast().error,
      }),
    ),
    smallPrint: createMemo(() => smallPrintOf(prices().value, forecast().value, current().value, nowMs())),
  };
}

/** See {@link createNow}. */
export type Now = ReturnType<typeof createNow>;
