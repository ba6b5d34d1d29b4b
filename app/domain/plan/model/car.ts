import type { Car } from '../problem.ts';
import { tidy } from './appliance.ts';
import { type ModelContext, penalties, type ReadDevice } from './context.ts';
import type { Term } from './linear-model.ts';

/** Power in each slot that it is plugged in: 0, or between its least and its most. */
export function addCar(context: ModelContext, car: Car): ReadDevice {
  const { builder, demand, hours, problem, elastic } = context;
  const end = elastic ? problem.slots.length : car.deadline;
  const columns: { slot: number; column: number }[] = [];
  for (let slot = car.earliest; slot < end; slot++) {
    const late = Math.max(0, slot + 1 - car.deadline);
    // The sooner after its deadline, the better.
    const penalty = late > 0 ? penalties.lateKwh * hours * (1 + late / problem.slots.length) : 0;
    const column = builder.column({ upper: car.maxKw, penalty });
    if (car.minKw > 0) {
      const on = builder.column({ integer: true, upper: 1 });
      builder.row(Number.NEGATIVE_INFINITY, 0, [
        [column, 1],
        [on, -car.maxKw],
      ]);
      builder.row(0, Number.POSITIVE_INFINITY, [
        [column, 1],
        [on, -car.minKw],
      ]);
    }
    demand[slot]?.push([column, 1]);
    columns.push({ slot, column });
  }
  const energy = columns.map(({ column }): Term => [column, hours]);
  if (elastic) energy.push([builder.column({ upper: car.kwh, penalty: penalties.missingKwh }), 1]);
  builder.equals(car.kwh, energy);
  return (values, schedule) => {
    const kw = new Float64Array(problem.slots.length);
    for (const { slot, column } of columns) kw[slot] = tidy(values[column] as number);
    schedule.loadKw.set(car.id, kw);
  };
}
