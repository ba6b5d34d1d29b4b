import type { Zone } from '../contract/http.ts';
import type { PriceCurve } from './answers/price-curve.ts';
import type { Context } from './context.ts';
import { forecast } from './zone-answers.ts';

/** The spot prices that are planned with, from now on, and whether they were read from the database. */
export async function priceCurve(
  context: Context,
  zone: Zone,
  hours: number,
): Promise<PriceCurve & { isLive: boolean }> {
  const { body, isLive } = await forecast(context, zone, hours);
  const { simulated, freshness, model } = body;
  const slots = body.slots.map(({ start, ...slot }) => ({ startMs: Date.parse(start), ...slot }));
  return { slots, about: { simulated, freshness, model }, isLive };
}
