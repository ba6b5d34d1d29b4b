import type { CheapestWindowResponse } from '@eo/app/contract/http.ts';
import type { TariffPricesResponse } from '@eo/app/contract/tariff.ts';
import type { ShownSlot } from '../../chart/slots.ts';

/** The answer of the API counts in the small unit per kWh, the page in currency per MWh. */
const perMwh = (perKwh: number): number => perKwh * 10;

/** What a household pays from now on, slot by slot, with what it is made of. */
export function paidSlots({ slots }: TariffPricesResponse): ShownSlot[] {
  return slots.map(({ start, minutes, kind, energy, grid, tax, vat, total }) => {
    const startMs = Date.parse(start);
    return {
      startMs,
      endMs: startMs + minutes * 60_000,
      price: perMwh(total),
      kind,
      p10: null,
      p90: null,
      layers: { energy: perMwh(energy), grid: perMwh(grid), tax: perMwh(tax), vat: perMwh(vat) },
    };
  });
}

/** What there is to know of prices besides them. */
type Facts = Pick<TariffPricesResponse, 'zone' | 'currency' | 'unit' | 'timeZone' | 'freshness'>;

/**
 * The cheapest stretch of `minutes` at prices that a household pays. Charges by the time of day may put it elsewhere than
 * the market alone would. It begins with a slot, or at `nowMs` inside the first.
 *
 * @returns null when the slots have no such stretch without a gap
 */
export function cheapestPaid(
  slots: readonly ShownSlot[],
  minutes: number,
  nowMs: number,
  facts: Facts,
): CheapestWindowResponse | null {
  const lengthMs = minutes * 60_000;
  const starts = slots.map(({ startMs }) => Math.max(startMs, nowMs));
  const means = starts.map((fromMs) => ({ fromMs, mean: meanOver(slots, fromMs, fromMs + lengthMs) }));
  let best: { fromMs: number; mean: number } | null = null;
  for (const { fromMs, mean } of means)
    if (mean !== null && (best === null || mean < best.mean - 1e-9)) best = { fromMs, mean };
  if (!best) return null;
  const endMs = best.fromMs + lengthMs;
  const isForecast = slots.some(
    ({ kind, startMs, endMs: slotEndMs }) =>
      kind === 'forecast' && startMs < endMs && slotEndMs > (best?.fromMs ?? 0),
  );
  return {
    ...facts,
    start: new Date(best.fromMs).toISOString(),
    end: new Date(endMs).toISOString(),
    minutes,
    meanPrice: best.mean,
    meanPriceIfStartedNow: means[0]?.mean ?? null,
    kind: isForecast ? 'forecast' : 'published',
  };
}

/** The mean over time, null when some of it has no price. */
function meanOver(slots: readonly ShownSlot[], fromMs: number, toMs: number): number | null {
  let [coveredMs, sum] = [0, 0];
  for (const { startMs, endMs, price } of slots) {
    const sharedMs = Math.min(endMs, toMs) - Math.max(startMs, fromMs);
    if (sharedMs <= 0) continue;
    coveredMs += sharedMs;
    sum += price * sharedMs;
  }
  return coveredMs === toMs - fromMs ? sum / coveredMs : null;
}
