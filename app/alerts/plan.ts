import { createHash, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { type AlertBody, type AlertChannel, alertChannels } from '../contract/alerts.ts';
import type { Zone } from '../contract/http.ts';
import { dropUntried, insertDeliveries, type NewDelivery } from '../db/alert-deliveries.ts';
import { alertsToPlan, markPlanned, type PriceAlert } from '../db/price-alerts.ts';
import { readPriceDays, type StoredPriceDay } from '../db/prices.ts';
import { inTransaction } from '../db/transaction.ts';
import { occasionsOf, type PricedDay } from '../domain/alerts/occasions.ts';
import { addDays, marketDayBounds, marketDayOf } from '../domain/market-day.ts';
import { isComplete, slotsOfDay } from '../domain/price-day.ts';
import { chooseTariff, TariffError } from '../domain/tariff/choose.ts';
import { consumerPriceOf } from '../domain/tariff/consumer-price.ts';
import { consumerUnit, perKwhOf } from '../domain/tariff/units.ts';
import { messageOf } from './message.ts';

/** Alerts that are planned in one transaction. */
const batchSize = 500;

/**
 * Stores the messages that the alerts of a zone will send in its known prices, with the time of each. Alerts that are
 * planned with these prices are passed over; for the others what nobody tried to send yet is planned anew.
 *
 * @returns how many alerts were planned
 */
export async function planZone(pool: Pool, zone: Zone, nowMs: number): Promise<number> {
  const today = marketDayOf(nowMs, zone.marketTimeZone);
  const days = await readPriceDays(pool, zone.id, addDays(today, -2), addDays(today, 1));
  const version = versionOf(days);
  let planned = 0;
  for (;;) {
    const alerts = await alertsToPlan(pool, zone.id, version, batchSize);
    if (alerts.length === 0) return planned;
    const deliveries = alerts.flatMap((alert) => deliveriesOf(alert, zone, days, nowMs));
    await inTransaction(pool, async (db) => {
      const ids = alerts.map(({ id }) => id);
      await dropUntried(db, ids);
      await insertDeliveries(db, deliveries);
      await markPlanned(db, alerts, version);
    });
    planned += alerts.length;
    if (alerts.length < batchSize) return planned;
  }
}

/** Another text whenever days are others, or have other prices. */
function versionOf(days: readonly StoredPriceDay[]): string {
  const facts = days.map(({ day, prices, simulated }) => [day, prices, simulated]);
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url');
}

function deliveriesOf(
  { id: alertId, rule }: PriceAlert,
  zone: Zone,
  days: readonly StoredPriceDay[],
  nowMs: number,
): NewDelivery[] {
  const prices = pricesFor(rule, zone);
  if (!prices) return [];
  const terms = { unit: prices.unit, simulated: days.some(({ simulated }) => simulated) };
  const occasions = occasionsOf(
    rule,
    days.map((day) => pricedDay(zone, day, prices.at)),
    nowMs,
  );
  return occasions.flatMap((occasion) => {
    const message = messageOf(rule, zone, terms, occasion);
    const { key, dueMs, expiresMs } = occasion;
    return channelsOf(rule).map((channel) => ({
      id: randomUUID(),
      alertId,
      occasion: key,
      channel,
      message,
      dueAtMs: dueMs,
      expiresAtMs: expiresMs,
    }));
  });
}

/** By what an alert is told. */
export const channelsOf = (rule: Pick<AlertBody, AlertChannel>): AlertChannel[] =>
  alertChannels.filter((channel) => rule[channel]);

interface AlertPrices {
  unit: string;
  /** Minor units per kWh at an instant, given the market's price per MWh. */
  at: (atMs: number, perMwh: number) => number;
}

/** Null for a tariff that there is no more. */
function pricesFor({ tariff: choice }: AlertBody, zone: Zone): AlertPrices | null {
  if (!choice) return { unit: consumerUnit(zone.currency), at: (_atMs, perMwh) => perKwhOf(perMwh) };
  try {
    const tariff = chooseTariff(zone, choice);
    const priceOf = consumerPriceOf(tariff, zone.displayTimeZone);
    return { unit: consumerUnit(tariff.currency), at: (atMs, perMwh) => priceOf(atMs, perMwh).total };
  } catch (error) {
    if (error instanceof TariffError) return null;
    throw error;
  }
}

/** The unit of an alert's prices; that of the zone's market where its tariff is gone. */
export const unitOf = (rule: AlertBody, zone: Zone): string =>
  pricesFor(rule, zone)?.unit ?? consumerUnit(zone.currency);

const pricedDay = (zone: Zone, day: StoredPriceDay, at: AlertPrices['at']): PricedDay => ({
  day: day.day,
  startMs: marketDayBounds(day.day, zone.marketTimeZone).startMs,
  slots: slotsOfDay(zone, day).map((slot) => ({ ...slot, price: at(slot.startMs, slot.price) })),
  isComplete: isComplete(zone, day),
});
