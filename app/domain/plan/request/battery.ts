import type { BatteryRequest } from '../../../contract/plan.ts';
import type { Battery } from '../problem.ts';
import { PlanRequestError } from './grid.ts';

/**
 * The batteries of a request. One that is below its reserve, or above its most, may stay there, but goes no further.
 */
export function readBatteries(requests: readonly BatteryRequest[]): Battery[] {
  return requests.map((request, index) => {
    const { id, capacityKwh, socPercent, minPercent, maxPercent, chargeKw, dischargeKw } = request;
    const { wearPerKwh, gridCharge, feedIn } = request;
    if (minPercent > maxPercent) {
      const path = `devices.batteries.${index}.minPercent`;
      throw new PlanRequestError(
        path,
        `${id} has a reserve of ${minPercent} % above its most, ${maxPercent} %.`,
      );
    }
    const kwh = (percent: number): number => (capacityKwh * percent) / 100;
    const oneWay = Math.sqrt(request.efficiency);
    return {
      id,
      minKwh: kwh(Math.min(minPercent, socPercent)),
      maxKwh: kwh(Math.max(maxPercent, socPercent)),
      startKwh: kwh(socPercent),
      endKwh: kwh(request.endPercent ?? socPercent),
      chargeKw,
      dischargeKw,
      chargeEfficiency: oneWay,
      dischargeEfficiency: oneWay,
      wearPerKwh,
      gridCharge,
      feedIn,
    };
  });
}
