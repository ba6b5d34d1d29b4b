import type { CarRequest } from '../../../contract/plan.ts';
import type { Car } from '../problem.ts';
import { readWindow } from './appliance.ts';
import { type Grid, PlanRequestError } from './grid.ts';

/** The cars of a request that need energy, on the grid of the plan. */
export function readCars(grid: Grid, requests: readonly CarRequest[], nowMs: number): Car[] {
  return requests.flatMap((request, index) => {
    const path = `devices.cars.${index}`;
    const kwh = energyOf(request, path);
    if (kwh <= 0) return [];
    if (request.minKw > request.maxKw)
      throw new PlanRequestError(`${path}.minKw`, `${request.id} has a least power above its most power.`);
    const window = readWindow(grid, request, nowMs, path);
    return [{ id: request.id, kwh, minKw: leastPower(grid, request, kwh), maxKw: request.maxKw, ...window }];
  });
}

function energyOf(
  { id, energyKwh, batteryKwh, socPercent, targetPercent, efficiency }: CarRequest,
  path: string,
) {
  if (energyKwh !== undefined) return energyKwh;
  if (batteryKwh === undefined || socPercent === undefined || targetPercent === undefined)
    throw new PlanRequestError(
      path,
      `${id} needs energyKwh, or batteryKwh with socPercent and targetPercent, to know what to charge.`,
    );
  return ((targetPercent - socPercent) / 100) * (batteryKwh / efficiency);
}

/**
 * Where the energy would not fill as many slots as it needs at least power, the charger pauses inside slots: its mean
 * power over them is lower than its least.
 */
function leastPower({ stepMinutes }: Grid, { minKw, maxKw }: CarRequest, kwh: number): number {
  const hours = stepMinutes / 60;
  const slots = Math.ceil(kwh / (maxKw * hours) - 1e-9);
  return Math.min(minKw, kwh / (slots * hours));
}
