import { type Heater, isOnOff } from '../problem.ts';
import { tidy } from './appliance.ts';
import { type ModelContext, penalties, type ReadDevice } from './context.ts';
import type { Term } from './linear-model.ts';
import { safeHeating } from './safe-heating.ts';

/** Columns of a slot: the part of its power that it uses, and what is 1 when it is on. */
interface Power {
  part: number;
  on: number;
}

/** How much of its power it uses in each slot, and the temperature at the end of the slot. */
export function addHeater(context: ModelContext, heater: Heater): ReadDevice {
  const { builder, demand, problem } = context;
  let before: number | null = null;
  const start = heater.minKw > 0 ? safeHeating(heater) : [];
  const columns = problem.slots.map((_, slot) => {
    const { part, on } = addPower(context, heater, start[slot] === true);
    const celsius = addTemperature(context, heater, slot);
    const drift = heater.drift[slot] as number;
    builder.equals(before === null ? drift + heater.keep * heater.startC : drift, [
      [celsius, 1],
      ...(before === null ? [] : [[before, -heater.keep] as Term]),
      [part, -heater.gain],
    ]);
    demand[slot]?.push([part, heater.kw]);
    before = celsius;
    return { part, on };
  });
  if (isOnOff(heater)) addFullPower(context, columns);
  if (heater.minRunSlots > (isOnOff(heater) ? 0 : 1)) addMinRun(context, heater, columns);
  return (values, schedule) => {
    const kw = Float64Array.from(columns, ({ part }) => heater.kw * tidy(values[part] as number));
    schedule.loadKw.set(heater.id, kw);
  };
}

/**
 * The part of its power that it uses, and what is 1 when it is on. Where it may switch inside a slot, there is nothing
 * to decide but the part, and the model stays easy to solve.
 */
function addPower({ builder }: ModelContext, heater: Heater, isOn: boolean): Power {
  const { kw, minKw } = heater;
  if (minKw === 0) {
    const part = builder.column({ upper: 1 });
    return { part, on: part };
  }
  const [part, on] = [
    builder.column({ upper: 1 }),
    builder.column({ upper: 1, integer: true, hint: Number(isOn) }),
  ];
  builder.atMost(0, [
    [part, 1],
    [on, -1],
  ]);
  if (!isOnOff(heater))
    builder.atMost(0, [
      [on, minKw / kw],
      [part, -1],
    ]);
  return { part, on };
}

/**
 * While it stays on, it uses all of its power; only the last slot of a run may be used in part. Were that one whole
 * too, heat would come in steps, and most of the search would go into how to arrange them.
 */
function addFullPower({ builder }: ModelContext, powers: readonly Power[]): void {
  powers.slice(1).forEach(({ on: next }, slot) => {
    const { part, on } = powers[slot] as Power;
    builder.atMost(1, [
      [on, 1],
      [next, 1],
      [part, -1],
    ]);
  });
}

function addTemperature({ builder, elastic }: ModelContext, heater: Heater, slot: number): number {
  const [low, high] = [heater.lowC[slot] as number, heater.highC[slot] as number];
  if (!elastic) return builder.column({ lower: low, upper: high });
  const celsius = builder.column({ lower: Number.NEGATIVE_INFINITY });
  const penalty = penalties.kelvinSlot;
  builder.row(low, Number.POSITIVE_INFINITY, [
    [celsius, 1],
    [builder.column({ penalty }), 1],
  ]);
  builder.atMost(high, [
    [celsius, 1],
    [builder.column({ penalty }), -1],
  ]);
  return celsius;
}

/** Once it is switched on it stays on; a switch-on is where a slot is on and the one before it is off. */
function addMinRun({ builder }: ModelContext, heater: Heater, powers: readonly Power[]): void {
  const switchedOn = powers.map(({ on }, slot) => {
    const column = builder.column({ upper: 1 });
    const previous = powers[slot - 1];
    builder.atMost(0, [[on, 1], [column, -1], ...(previous ? [[previous.on, -1] as Term] : [])]);
    return column;
  });
  powers.forEach(({ part, on }, slot) => {
    const recent = switchedOn.slice(Math.max(0, slot - heater.minRunSlots + 1), slot + 1);
    builder.atMost(0, [...recent.map((column): Term => [column, 1]), [isOnOff(heater) ? part : on, -1]]);
  });
}
