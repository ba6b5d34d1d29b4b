import type { DevicesRequest, HouseholdRequest, PlanRequest } from '../../../contract/plan.ts';
import type { Tariff } from '../../../contract/tariff.ts';
import { consumerPriceOf } from '../../tariff/consumer-price.ts';
import type { PlanProblem } from '../problem.ts';
import { readAppliances } from './appliance.ts';
import { readBatteries } from './battery.ts';
import { readCars } from './car.ts';
import { type Grid, PlanRequestError, slotStartMs, stepMinutesFor } from './grid.ts';
import { readHeaters } from './heater.ts';
import { planSlotsOf, type SpotSlot } from './price-slots.ts';

export { PlanRequestError } from './grid.ts';
export type { SpotSlot } from './price-slots.ts';

/**
 * Lays a request out over the slots of a plan, which begins with the next full slot.
 *
 * @param curve spot prices from now on, in order of time
 * @param timeZone IANA zone that the household lives by
 * @throws PlanRequestError naming the part of the request that makes no sense
 */
export function readPlanRequest(
  request: Pick<PlanRequest, 'hours' | 'household' | 'devices'>,
  tariff: Tariff,
  curve: readonly SpotSlot[],
  timeZone: string,
  nowMs: number,
): PlanProblem {
  refuseNoneAndDoubles(request.devices);
  const stepMinutes = stepMinutesFor(request.hours);
  const stepMs = stepMinutes * 60_000;
  const startMs = Math.ceil(nowMs / stepMs) * stepMs;
  const asked: Grid = { startMs, stepMinutes, count: (request.hours * 60) / stepMinutes, timeZone };
  const slots = planSlotsOf(asked, curve, consumerPriceOf(tariff, timeZone));
  const grid = { ...asked, count: slots.length };
  const { appliances, cars, batteries, heaters } = request.devices;
  return {
    stepMinutes,
    slots,
    ...readHousehold(grid, request.household),
    appliances: readAppliances(grid, appliances, nowMs),
    cars: readCars(grid, cars, nowMs),
    batteries: readBatteries(batteries),
    heaters: readHeaters(grid, heaters),
  };
}

function readHousehold(
  grid: Grid,
  { baseLoadKw, importLimitKw, exportLimitKw, pv, pvCurtailable }: HouseholdRequest,
) {
  return {
    baseKw: Array.from({ length: grid.count }, () => baseLoadKw),
    pvKw: Array.from({ length: grid.count }, (_, slot) => meanPvKw(grid, pv, slot)),
    // An export limit is kept by the inverter.
    pvCurtailable: pvCurtailable || exportLimitKw !== undefined,
    importLimitKw: importLimitKw ?? Number.POSITIVE_INFINITY,
    exportLimitKw: exportLimitKw ?? Number.POSITIVE_INFINITY,
  };
}

function meanPvKw(grid: Grid, pv: HouseholdRequest['pv'], slot: number): number {
  const [fromMs, toMs] = [slotStartMs(grid, slot), slotStartMs(grid, slot + 1)];
  const kwMs = pv.reduce((sum, { start, minutes, kw }) => {
    const startMs = Date.parse(start);
    const overlapMs = Math.min(toMs, startMs + minutes * 60_000) - Math.max(fromMs, startMs);
    return sum + kw * Math.max(0, overlapMs);
  }, 0);
  return kwMs / (toMs - fromMs);
}

function refuseNoneAndDoubles({ appliances, cars, batteries, heaters }: DevicesRequest): void {
  const ids = [appliances, cars, batteries, heaters].flat().map(({ id }) => id);
  if (ids.length === 0)
    throw new PlanRequestError('devices', 'There is no device to plan; name at least one.');
  const double = ids.find((id, index) => ids.indexOf(id) !== index);
  if (double !== undefined)
    throw new PlanRequestError('devices', `Two devices are called ${double}; give each its own id.`);
}
