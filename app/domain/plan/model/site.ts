import { type ModelContext, penalties } from './context.ts';
import type { Term } from './linear-model.ts';

/**
 * The meter: what the devices draw beyond the solar power comes from the grid, what is left over goes into it or is
 * curtailed. To be added after the devices.
 */
export function addSite(context: ModelContext): void {
  const { builder, problem, hours, demand, feedingIn } = context;
  problem.slots.forEach(({ buy, sell }, slot) => {
    const [base, pv] = [problem.baseKw[slot] as number, problem.pvKw[slot] as number];
    const imported = builder.column({ upper: problem.importLimitKw, cost: buy * hours });
    const overload = context.elastic
      ? [builder.column({ penalty: penalties.overloadKwSlot, cost: buy * hours })]
      : [];
    const supply: Term[] = [imported, ...overload].map((column) => [column, 1]);
    const canFeedIn = pv > 0 || (feedingIn[slot]?.length ?? 0) > 0;
    if (canFeedIn) {
      const exported = builder.column({ upper: problem.exportLimitKw, cost: -sell * hours });
      const curtailed = builder.column({ upper: problem.pvCurtailable ? pv : 0 });
      supply.push([exported, -1], [curtailed, -1]);
      builder.atMost(pv, [[exported, 1], [curtailed, 1], ...negative(feedingIn[slot])]);
      addSolarCharge(context, slot, pv, [[curtailed, 1]]);
      if (sell > buy) addNoPassingThrough(context, slot, imported, exported);
    } else addSolarCharge(context, slot, pv, []);
    builder.equals(base - pv, [...supply, ...negative(demand[slot])]);
  });
}

/** Batteries that must not be charged from the grid take no more than the sun gives. */
function addSolarCharge(context: ModelContext, slot: number, pv: number, curtailed: Term[]): void {
  const charging = context.solarCharge[slot] ?? [];
  if (charging.length > 0) context.builder.atMost(pv, [...charging, ...curtailed]);
}

/** Where feeding in earns more than drawing costs, energy would otherwise go round through the meter for ever. */
function addNoPassingThrough(
  { builder, problem, demand }: ModelContext,
  slot: number,
  imported: number,
  exported: number,
): void {
  const [base, pv] = [problem.baseKw[slot] as number, problem.pvKw[slot] as number];
  const powers = { in: base, out: pv };
  for (const [column, kw] of demand[slot] ?? []) {
    const most = kw * builder.upperOf(column);
    if (most > 0) powers.in += most;
    else powers.out -= most;
  }
  const drawing = builder.column({ integer: true, upper: 1 });
  builder.atMost(0, [
    [imported, 1],
    [drawing, -powers.in],
  ]);
  builder.atMost(powers.out, [
    [exported, 1],
    [drawing, powers.out],
  ]);
}

function negative(terms: readonly Term[] = []): Term[] {
  return terms.map(([column, coefficient]) => [column, -coefficient]);
}
