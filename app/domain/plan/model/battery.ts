import type { Battery, PlanSlot } from '../problem.ts';
import { tidy } from './appliance.ts';
import { type ModelContext, penalties, type ReadDevice } from './context.ts';
import type { Term } from './linear-model.ts';

/** Power in and out in each slot, and what is in it at the end of the slot. */
export function addBattery(context: ModelContext, battery: Battery): ReadDevice {
  const { builder, demand, solarCharge, feedingIn, hours, problem } = context;
  const isLast = (slot: number): boolean => slot === problem.slots.length - 1;
  let before: number | null = null;
  const columns = problem.slots.map((prices, slot) => {
    const charge = builder.column({ upper: battery.chargeKw });
    const discharge = builder.column({ upper: battery.dischargeKw, cost: battery.wearPerKwh * hours });
    const content = builder.column({ lower: battery.minKwh, upper: battery.maxKwh });
    builder.equals(before === null ? battery.startKwh : 0, [
      [content, 1],
      ...(before === null ? [] : [[before, -1] as Term]),
      [charge, -hours * battery.chargeEfficiency],
      [discharge, hours / battery.dischargeEfficiency],
    ]);
    demand[slot]?.push([charge, 1], [discharge, -1]);
    if (!battery.gridCharge) solarCharge[slot]?.push([charge, 1]);
    if (battery.feedIn) feedingIn[slot]?.push([discharge, 1]);
    if (burningPays(context, prices)) addOneWay(context, battery, charge, discharge);
    if (isLast(slot)) addEnd(context, battery, content);
    before = content;
    return { charge, discharge };
  });
  return (values, schedule) => {
    const flows = columns.map(({ charge, discharge }) =>
      oneWay(battery, values[charge] as number, values[discharge] as number),
    );
    schedule.chargeKw.set(
      battery.id,
      Float64Array.from(flows, ({ charge }) => charge),
    );
    schedule.dischargeKw.set(
      battery.id,
      Float64Array.from(flows, ({ discharge }) => discharge),
    );
  };
}

/**
 * Whether losing energy can earn money, so that a model without a binary would charge and discharge at once. Elsewhere
 * the losses make it dearer than doing one of the two, and a binary for each slot would cost four times the solving time.
 */
function burningPays({ problem }: ModelContext, { buy, sell }: PlanSlot): boolean {
  return buy < 0 || (sell < 0 && !problem.pvCurtailable);
}

function addOneWay({ builder }: ModelContext, battery: Battery, charge: number, discharge: number): void {
  const charging = builder.column({ integer: true, upper: 1 });
  builder.atMost(0, [
    [charge, 1],
    [charging, -battery.chargeKw],
  ]);
  builder.atMost(battery.dischargeKw, [
    [discharge, 1],
    [charging, battery.dischargeKw],
  ]);
}

function addEnd({ builder, elastic }: ModelContext, battery: Battery, content: number): void {
  const terms: Term[] = [[content, 1]];
  if (elastic) terms.push([builder.column({ penalty: penalties.lateKwh }), 1]);
  builder.row(battery.endKwh, Number.POSITIVE_INFINITY, terms);
}

/** The same change of content by doing one thing only; where both cost nothing, a solver may do both. */
function oneWay(battery: Battery, charge: number, discharge: number): { charge: number; discharge: number } {
  const gained = charge * battery.chargeEfficiency - discharge / battery.dischargeEfficiency;
  return gained >= 0
    ? { charge: tidy(gained / battery.chargeEfficiency), discharge: 0 }
    : { charge: 0, discharge: tidy(-gained * battery.dischargeEfficiency) };
}
