import type { HeaterRequest } from '../../../contract/plan.ts';
import { minutesOf } from '../../tariff/grid-charge.ts';
import type { Heater } from '../problem.ts';
import { type Grid, PlanRequestError, quarterMinutes, quartersOf } from './grid.ts';

/**
 * The heaters of a request. Each is one store of heat that loses it in proportion to the difference from its
 * surroundings; between the ends of a slot that is solved exactly, for constant power (zero-order hold).
 */
export function readHeaters(grid: Grid, requests: readonly HeaterRequest[]): Heater[] {
  return requests.map((request, index) => {
    if (request.minC > request.maxC) {
      const path = `devices.heaters.${index}.minC`;
      throw new PlanRequestError(
        path,
        `${request.id} has a band from ${request.minC} down to ${request.maxC} °C.`,
      );
    }
    if (request.minKw > request.powerKw) {
      const path = `devices.heaters.${index}.minKw`;
      throw new PlanRequestError(path, `${request.id} has a least power above its power.`);
    }
    return readHeater(grid, request);
  });
}

function readHeater(grid: Grid, request: HeaterRequest): Heater {
  const { id, powerKw, temperatureC, capacityKwhPerK, lossKwPerK, cop, surroundingsC } = request;
  const hours = grid.stepMinutes / 60;
  const keep = Math.exp((-lossKwPerK * hours) / capacityKwhPerK);
  // Kelvin that a constant kW of heat adds in a slot; without losses the limit of the other formula.
  const kelvinPerKw = lossKwPerK > 0 ? (1 - keep) / lossKwPerK : hours / capacityKwhPerK;
  const gain = powerKw * cop * kelvinPerKw;
  const drift = Array.from(
    { length: grid.count },
    (_, slot) => (1 - keep) * surroundingsC - drawnKwh(grid, request, slot) / capacityKwhPerK,
  );
  const course = { startC: temperatureC, keep, drift };
  return {
    id,
    kw: powerKw,
    minKw: request.minRunMinutes > 0 && request.minKw === 0 ? powerKw : request.minKw,
    ...course,
    ...reachableBand(request, course, gain),
    gain,
    kwhPerK: capacityKwhPerK / cop,
    minRunSlots: Math.ceil(request.minRunMinutes / grid.stepMinutes),
  };
}

/** Heat that is taken in a slot. */
function drawnKwh(grid: Grid, { draws }: HeaterRequest, slot: number): number {
  if (draws.length === 0) return 0;
  const quarters = quartersOf(grid, slot);
  const isInside = (at: string): boolean =>
    quarters.some((minute) => minutesOf(at) >= minute && minutesOf(at) < minute + quarterMinutes);
  return draws.filter(({ at }) => isInside(at)).reduce((sum, { kwh }) => sum + kwh, 0);
}

/**
 * The band, as far as the device can keep it: one that is too cold now is warmed as fast as it can be, one that is too
 * hot is left to cool.
 */
function reachableBand(
  { minC, maxC, endC, temperatureC }: HeaterRequest,
  { startC, keep, drift }: Pick<Heater, 'startC' | 'keep' | 'drift'>,
  gain: number,
): { lowC: number[]; highC: number[] } {
  let [hottest, coldest] = [startC, startC];
  const wanted = endC ?? Math.min(temperatureC, (minC + maxC) / 2);
  const lowC: number[] = [];
  const highC: number[] = [];
  drift.forEach((change, slot) => {
    hottest = Math.min(Math.max(maxC, keep * hottest + change), keep * hottest + change + gain);
    coldest = keep * coldest + change;
    const low = slot === drift.length - 1 ? Math.max(minC, wanted) : minC;
    lowC.push(Math.min(low, hottest));
    highC.push(Math.max(maxC, coldest));
    coldest = Math.max(coldest, minC);
  });
  return { lowC, highC };
}
