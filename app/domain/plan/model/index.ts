import type { PlanProblem } from '../problem.ts';
import { emptySchedule, type Schedule } from '../schedule.ts';
import { addAppliance, addPrecedence } from './appliance.ts';
import { addBattery } from './battery.ts';
import { addCar } from './car.ts';
import type { ModelContext, ReadDevice } from './context.ts';
import { addHeater } from './heater.ts';
import { ModelBuilder } from './linear-model.ts';
import { addSite } from './site.ts';

/** A problem as a mixed-integer linear model, and the way back from its solution. */
export interface PlanModel {
  builder: ModelBuilder;
  read(values: Float64Array): Schedule;
}

/**
 * @param elastic see {@link ModelContext.elastic}
 */
export function planModelOf(problem: PlanProblem, { elastic }: { elastic: boolean }): PlanModel {
  const builder = new ModelBuilder();
  const perSlot = () => problem.slots.map(() => []);
  const context: ModelContext = {
    problem,
    builder,
    hours: problem.stepMinutes / 60,
    demand: perSlot(),
    solarCharge: perSlot(),
    feedingIn: perSlot(),
    elastic,
  };
  const readers = [...addAppliances(context), ...addOthers(context)];
  addSite(context);
  return {
    builder,
    read(values) {
      const schedule = emptySchedule();
      for (const read of readers) read(values, schedule);
      return schedule;
    },
  };
}

function addAppliances(context: ModelContext): ReadDevice[] {
  const { appliances } = context.problem;
  const columns = appliances.map((appliance) => addAppliance(context, appliance));
  appliances.forEach(({ after }, index) => {
    const [before, self] = [after === null ? undefined : columns[after], columns[index]];
    if (before && self) addPrecedence(context, before, self);
  });
  return columns.map(({ read }) => read);
}

function addOthers(context: ModelContext): ReadDevice[] {
  const { cars, batteries, heaters } = context.problem;
  return [
    ...cars.map((car) => addCar(context, car)),
    ...batteries.map((battery) => addBattery(context, battery)),
    ...heaters.map((heater) => addHeater(context, heater)),
  ];
}
