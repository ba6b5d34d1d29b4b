import type { Freshness, PricesResponse, Zone } from '@eo/app/contract/http.ts';
import type { ApiError } from '../../api/http.ts';
import type { PollState } from '../../api/poller.ts';
import { publishedUntil, type ShownSlot } from '../../chart/slots.ts';
import { texts } from '../../texts/index.ts';
import { addDays, dayOf, formatAge, formatOffset, formatTime, instantAt, isTwice } from '../../time.ts';

/** What the middle of the page shows. */
export type PageState = 'loading' | 'ready' | 'down' | 'no-prices' | 'unknown-zone' | 'invalid-day';

interface PageFacts {
  isZoneUnknown: boolean;
  isDayInvalid: boolean;
  hasSlots: boolean;
  isLoaded: boolean;
  error: ApiError | null;
}

/** A wrong address is told before anything else; prices that are there are shown whatever fails. */
export function pageStateOf({
  isZoneUnknown,
  isDayInvalid,
  hasSlots,
  isLoaded,
  error,
}: PageFacts): PageState {
  if (isZoneUnknown || error?.code === 'unknown-zone') return 'unknown-zone';
  if (isDayInvalid) return 'invalid-day';
  if (hasSlots) return 'ready';
  if (isLoaded || error?.code === 'no-prices') return 'no-prices';
  if (error?.code === 'invalid-request') return 'invalid-day';
  return error ? 'down' : 'loading';
}

/** Something to know beside the prices. */
export interface Notice {
  tone: 'quiet' | 'warning';
  text: string;
}

interface NoticeFacts {
  zone: Zone | null;
  /** Market day shown, null for today and tomorrow. */
  day: string | null;
  nowMs: number;
  slots: readonly ShownSlot[];
  prices: PollState<PricesResponse>;
  forecastError: ApiError | null;
}

/** Everything to know beside the prices, the gravest first; nothing while there are no prices. */
export function noticesOf({ zone, day, nowMs, slots, prices, forecastError }: NoticeFacts): Notice[] {
  const { value, error, loadedAtMs } = prices;
  if (!value || slots.length === 0) return [];
  const isLive = day === null;
  const hasForecast = slots.at(-1)?.kind === 'forecast';
  const outage = outageNotice(error, loadedAtMs, value.timeZone);
  const found = [
    outage,
    // Both say that newer prices may be missing; the outage is the reason.
    isLive && !outage && staleNotice(value.freshness, nowMs),
    isLive && zone && tomorrowNotice(zone, publishedUntil(slots), nowMs, hasForecast),
    isLive && !outage && !hasForecast && forecastError && forecastNotice(),
    !isLive && clockChangeNotice(Date.parse(value.from), Date.parse(value.to), value.timeZone),
  ];
  return found.filter((notice) => typeof notice === 'object' && notice !== null);
}

const forecastNotice = (): Notice => ({ tone: 'quiet', text: texts.notices.forecastFailed });

const hourMs = 3_600_000;

/** When the market publishes tomorrow's prices, by its own clock; Great Britain's Agile prices come later. */
const publicationTime = { coupled: '13:00', agile: '16:00' };

/** Tells when tomorrow's prices come; null when they are there. */
export function tomorrowNotice(
  zone: Zone,
  untilMs: number | null,
  nowMs: number,
  hasForecast: boolean,
): Notice | null {
  const today = dayOf(nowMs, zone.marketTimeZone);
  const tomorrow = addDays(today, 1);
  if (untilMs !== null && dayOf(untilMs - 1, zone.marketTimeZone) >= tomorrow) return null;
  const marketTime = zone.currency === 'GBP' ? publicationTime.agile : publicationTime.coupled;
  const dueMs = instantAt(today, marketTime, zone.marketTimeZone);
  const localTime = formatTime(dueMs, zone.displayTimeZone);
  const isElsewhere = localTime !== formatTime(dueMs, zone.marketTimeZone);
  const when = isElsewhere ? texts.notices.marketTime(localTime, marketTime) : localTime;
  const text = nowMs < dueMs ? texts.notices.tomorrowAt(when) : texts.notices.tomorrowLate(when);
  return { tone: 'quiet', text: hasForecast ? `${text} ${texts.notices.untilThenForecast}` : text };
}

/** Tells that newer prices could not be had, and from when the shown ones are. */
export function outageNotice(
  error: ApiError | null,
  loadedAtMs: number | null,
  timeZone: string,
): Notice | null {
  if (!error?.isPassing || loadedAtMs === null) return null;
  return { tone: 'warning', text: texts.notices.notRefreshed(formatTime(loadedAtMs, timeZone)) };
}

/** Tells that the source was not asked for a while. */
export function staleNotice({ stale, checkedAt }: Freshness, nowMs: number): Notice | null {
  if (!stale) return null;
  const age = checkedAt === null ? null : formatAge(Date.parse(checkedAt), nowMs);
  return { tone: 'warning', text: texts.notices.stale(age) };
}

/** Tells about the missing or second hour of a day on which clocks change; null on other days. */
export function clockChangeNotice(fromMs: number, toMs: number, timeZone: string): Notice | null {
  const hours = Math.round((toMs - fromMs) / hourMs);
  if (hours === 23) return { tone: 'quiet', text: texts.notices.shortDay };
  if (hours !== 25) return null;
  const starts = Array.from({ length: hours }, (_, index) => fromMs + index * hourMs);
  const [first = fromMs, second = fromMs] = starts.filter((ms) => isTwice(ms, timeZone));
  const offsets = [first, second].map((ms) => formatOffset(ms, timeZone));
  return { tone: 'quiet', text: texts.notices.longDay(formatTime(first, timeZone), ...offsets) };
}
