import type { ApplianceRequest } from '../../../contract/plan.ts';
import type { Appliance } from '../problem.ts';
import { type Grid, instantOf, PlanRequestError, slotBefore, slotFrom, slotsInside } from './grid.ts';

/** The appliances of a request that have not run yet, on the grid of the plan. */
export function readAppliances(
  grid: Grid,
  requests: readonly ApplianceRequest[],
  nowMs: number,
): Appliance[] {
  refuseCircles(requests);
  const left = requests.filter((request) => minutesLeft(request, nowMs) > 0);
  return left.map((request) => {
    const path = `devices.appliances.${requests.indexOf(request)}`;
    const after = left.findIndex(({ id }) => id === request.after);
    return { ...readAppliance(grid, request, nowMs, path), after: after < 0 ? null : after };
  });
}

function readAppliance(
  grid: Grid,
  request: ApplianceRequest,
  nowMs: number,
  path: string,
): Omit<Appliance, 'after'> {
  const { id, powerKw, interruptible, quietHours, worth, startedAt } = request;
  const running = startedAt !== undefined;
  const exact = minutesLeft(request, nowMs) / grid.stepMinutes;
  const slots = Math.ceil(exact - 1e-9);
  return {
    id,
    kw: powerKw,
    slots,
    lastPart: exact - (slots - 1),
    interruptible,
    ...readWindow(grid, request, nowMs, path),
    quiet: slotsInside(grid, quietHours),
    worth: worth === undefined || running ? null : worth * 100,
    running,
  };
}

/**
 * The slots that something may run in.
 *
 * @throws PlanRequestError when the deadline has passed, or lies before the earliest start
 */
export function readWindow(
  { timeZone, ...grid }: Grid,
  { earliest, deadline }: { earliest?: string | undefined; deadline?: string | undefined },
  nowMs: number,
  path: string,
): { earliest: number; deadline: number } {
  const fromMs = earliest === undefined ? nowMs : instantOf(timeZone, earliest, nowMs, `${path}.earliest`);
  const whole = { timeZone, ...grid };
  if (deadline === undefined) return { earliest: slotFrom(whole, fromMs), deadline: grid.count };
  const toMs = instantOf(timeZone, deadline, Math.max(nowMs, fromMs), `${path}.deadline`);
  if (toMs <= nowMs) throw new PlanRequestError(`${path}.deadline`, `The deadline ${deadline} has passed.`);
  if (toMs <= fromMs)
    throw new PlanRequestError(`${path}.deadline`, `The deadline ${deadline} is not after ${earliest}.`);
  return { earliest: slotFrom(whole, fromMs), deadline: slotBefore(whole, toMs) };
}

function minutesLeft({ minutes, startedAt }: ApplianceRequest, nowMs: number): number {
  return startedAt === undefined ? minutes : minutes - Math.max(0, (nowMs - Date.parse(startedAt)) / 60_000);
}

function refuseCircles(requests: readonly ApplianceRequest[]): void {
  const byId = new Map(requests.map((request) => [request.id, request]));
  requests.forEach(({ id, after }, index) => {
    const path = `devices.appliances.${index}.after`;
    if (after !== undefined && !byId.has(after))
      throw new PlanRequestError(path, `${id} waits for ${after}, which is not among the appliances.`);
    let previous = after;
    for (let steps = 0; previous !== undefined; steps++) {
      if (steps > requests.length) throw new PlanRequestError(path, `${id} waits for itself in the end.`);
      previous = byId.get(previous)?.after;
    }
  });
}
