import { Temporal } from 'temporal-polyfill';
import type { GridBand, Tariff } from '../../contract/tariff.ts';

/** The grid charge of a tariff at an instant, minor units per kWh; the first band that fits holds. */
export type GridCharge = (atMs: number) => number;

/**
 * @param timeZone IANA zone whose clock and calendar the bands mean
 */
export function gridChargeOf(tariff: Tariff, timeZone: string): GridCharge {
  const { gridBands, gridPerKwh } = tariff;
  if (gridBands.length === 0) return () => gridPerKwh;
  return (atMs) => {
    const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone);
    return gridBands.find((band) => holds(band, local))?.perKwh ?? gridPerKwh;
  };
}

/** A band over midnight belongs to the day it begins on, its weekday and its month included. */
function holds(band: GridBand, local: Temporal.ZonedDateTime): boolean {
  const [from, to] = [minutesOf(band.from), minutesOf(band.to)];
  const minutes = local.hour * 60 + local.minute;
  if (from < to) return minutes >= from && minutes < to && isOnDay(band, local);
  if (minutes >= from) return isOnDay(band, local);
  return minutes < to && isOnDay(band, local.subtract({ days: 1 }));
}

function isOnDay({ days, months }: GridBand, { dayOfWeek, month }: Temporal.ZonedDateTime): boolean {
  if (months && !months.includes(month)) return false;
  return days === 'all' || (days === 'weekends') === dayOfWeek >= 6;
}

/** Minutes since midnight of `HH:MM`. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
