import { type Appliance, mayRun, partOf, startsOf } from '../problem.ts';
import type { ModelContext, ReadDevice } from './context.ts';
import { penalties } from './context.ts';
import type { Term } from './linear-model.ts';

/** An appliance in the model, and what others may have to know of it. */
export interface ApplianceColumns {
  read: ReadDevice;
  /** For each slot, what is 1 when it runs in it, or begins in it: it must wait for the appliance before it. */
  active: readonly Term[][];
  /** For each slot, the part of the whole that is done with the end of the slot, by what happens in it. */
  finishing: readonly Term[][];
}

export function addAppliance(context: ModelContext, appliance: Appliance): ApplianceColumns {
  return appliance.interruptible && !appliance.running
    ? addInterruptible(context, appliance)
    : addInOnePiece(context, appliance);
}

/** A column for each start that it can have, exactly one of which is 1. */
function addInOnePiece(context: ModelContext, appliance: Appliance): ApplianceColumns {
  const { builder, demand, problem } = context;
  const starts = context.elastic ? everyStart(context, appliance) : startsOf(appliance, problem.slots.length);
  const columns = starts.map((start) => {
    const column = builder.column({
      integer: true,
      upper: 1,
      cost: -(appliance.worth ?? 0),
      penalty: context.elastic ? penaltyOfStart(context, appliance, start) : 0,
    });
    for (let k = 0; k < appliance.slots; k++)
      demand[start + k]?.push([column, appliance.kw * partOf(appliance, k)]);
    return { start, column };
  });
  addMustRun(
    context,
    appliance,
    1,
    columns.map(({ column }): Term => [column, 1]),
  );
  const perSlot = (offset: number): Term[][] =>
    problem.slots.map((_, slot) =>
      columns.flatMap(({ start, column }): Term[] => (start === slot - offset ? [[column, 1]] : [])),
    );
  return {
    active: perSlot(0),
    finishing: perSlot(appliance.slots - 1),
    read(values, schedule) {
      const chosen = columns.find(({ column }) => (values[column] as number) > 0.5);
      const kw = new Float64Array(problem.slots.length);
      if (chosen)
        for (let k = 0; k < appliance.slots; k++) kw[chosen.start + k] = appliance.kw * partOf(appliance, k);
      else schedule.leftOut.add(appliance.id);
      schedule.loadKw.set(appliance.id, kw);
    },
  };
}

/**
 * A column for each slot that it can run in: 1 when it does. Where its time is no multiple of a slot, a second column
 * tells how much of the slot it uses.
 */
function addInterruptible(context: ModelContext, appliance: Appliance): ApplianceColumns {
  const { builder, demand, problem, elastic } = context;
  const needed = appliance.slots - 1 + appliance.lastPart;
  const costEach = -(appliance.worth ?? 0) / needed;
  const hasPart = appliance.lastPart < 1;
  const columns = problem.slots.flatMap((_, slot) => {
    const allowed = mayRun(appliance, slot);
    if (!allowed && !(elastic && slot >= appliance.earliest)) return [];
    const penalty = allowed ? 0 : penaltyOfSlot(context, appliance, slot);
    const on = builder.column({ integer: true, upper: 1, penalty, cost: hasPart ? 0 : costEach });
    const part = hasPart ? builder.column({ upper: 1, cost: costEach }) : on;
    if (hasPart)
      builder.atMost(0, [
        [part, 1],
        [on, -1],
      ]);
    demand[slot]?.push([part, appliance.kw]);
    return [{ slot, on, part }];
  });
  addMustRun(
    context,
    appliance,
    needed,
    columns.map(({ part }): Term => [part, 1]),
  );
  if (hasPart)
    builder.atMost(
      appliance.slots,
      columns.map(({ on }): Term => [on, 1]),
    );
  return {
    active: problem.slots.map((_, slot) =>
      columns.flatMap((one): Term[] => (one.slot === slot ? [[one.on, 1]] : [])),
    ),
    finishing: problem.slots.map((_, slot) =>
      columns.flatMap((one): Term[] => (one.slot === slot ? [[one.part, 1 / needed]] : [])),
    ),
    read(values, schedule) {
      const kw = new Float64Array(problem.slots.length);
      for (const { slot, part } of columns) kw[slot] = appliance.kw * tidy(values[part] as number);
      if (kw.every((value) => value === 0)) schedule.leftOut.add(appliance.id);
      schedule.loadKw.set(appliance.id, kw);
    },
  };
}

/** `Σ used` is what it needs; or nothing when it may be left out, which is decided by a column of its own. */
function addMustRun(
  { builder, elastic }: ModelContext,
  { worth }: Appliance,
  needed: number,
  used: Term[],
): void {
  if (worth === null && !elastic) {
    builder.equals(needed, used);
    return;
  }
  const penalty = worth === null ? penalties.leftOut : 0;
  const leftOut = builder.column({ integer: true, upper: 1, penalty });
  builder.equals(needed, [...used, [leftOut, needed]]);
}

/**
 * Adds that an appliance is active only when the one before it is done. What is done is summed up slot by slot in
 * columns of its own: as sums over all slots before, the rows would be so long that presolving took most of the time.
 */
export function addPrecedence(
  { builder }: ModelContext,
  before: ApplianceColumns,
  after: ApplianceColumns,
): void {
  let done: Term[] = [];
  after.active.forEach((active, slot) => {
    if (active.length > 0) builder.atMost(0, [...active, ...done.map(([column]): Term => [column, -1])]);
    const column = builder.column({ upper: 1 });
    const finished = (before.finishing[slot] ?? []).map(([part, share]): Term => [part, -share]);
    builder.equals(0, [[column, 1], ...done.map(([previous]): Term => [previous, -1]), ...finished]);
    done = [[column, 1]];
  });
}

function everyStart({ problem }: ModelContext, appliance: Appliance): number[] {
  if (appliance.running) return startsOf(appliance, problem.slots.length);
  const count = problem.slots.length - appliance.slots - appliance.earliest + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => appliance.earliest + index);
}

function penaltyOfStart({ problem }: ModelContext, appliance: Appliance, start: number): number {
  if (appliance.running) return 0;
  const end = start + appliance.slots;
  const quietSlots = appliance.quiet.slice(start, end).filter(Boolean).length;
  const lateSlots = Math.max(0, end - appliance.deadline);
  return problem.stepMinutes * (lateSlots + penalties.quietMinute * quietSlots);
}

function penaltyOfSlot({ problem }: ModelContext, appliance: Appliance, slot: number): number {
  const late = Math.max(0, slot + 1 - appliance.deadline);
  return problem.stepMinutes * (late + (appliance.quiet[slot] ? penalties.quietMinute : 0));
}

/** A solver's 0.9999999 is 1. */
export function tidy(value: number): number {
  const rounded = Math.round(value * 1e6) / 1e6;
  return Math.abs(rounded) < 1e-6 ? 0 : rounded;
}
