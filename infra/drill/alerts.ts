import type { Cause } from './causes/cause.ts';
import type { Round } from './causes/index.ts';
import { type Observed, Recorder } from './record.ts';
import type { Scene } from './scene.ts';
import { isSoWithin } from './wait.ts';

/** What became of one alert; times in seconds, null for what did not happen. */
export interface Outcome {
  alert: string;
  cause: string;
  /** From the start of the cause. */
  pending: number | null;
  firing: number | null;
  delivered: number | null;
  /** Why it was not delivered, when that is as it should be. */
  notDelivered: string | null;
  /** From the end of the cause. */
  resolved: number | null;
  /** What was expected and did not happen; null when all did. */
  failure: string | null;
}

const firesWithinMs = 150_000;
/** Beside the five minutes that a transaction may be open. */
const firesLateWithinMs = 420_000;
const resolvesWithinMs = 180_000;
/** Six hours at the usual speed of a drill, and some time. */
const resolvesLateWithinMs = 480_000;

/**
 * Starts every cause, waits until each of its alerts fires and is delivered, or is held back by the alert that explains
 * it, undoes the cause, and waits until the alerts are resolved.
 *
 * @param report hears of each alert when all is known of it
 */
export async function drillAlerts(
  scene: Scene,
  rounds: readonly Round[],
  report: (outcome: Outcome) => void,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const speed of new Set(rounds.map((round) => round.speed))) {
    const recorder = new Recorder(await scene.watchAt(speed), scene.receiver);
    const alongside: Promise<void>[] = [];
    const perform = async (cause: Cause): Promise<void> => {
      const { rest } = await performCause(scene, recorder, cause, (outcome) => {
        outcomes.push(outcome);
        report(outcome);
      });
      alongside.push(rest);
    };
    try {
      for (const round of rounds.filter((candidate) => candidate.speed === speed)) {
        const done = Promise.all(round.causes.map(perform)).then(() => {});
        if (round.alongside) alongside.push(done);
        else await done;
      }
      while (alongside.length > 0) await Promise.all(alongside.splice(0));
    } finally {
      recorder.stop();
    }
  }
  return outcomes;
}

/** @returns when all but the late alerts are resolved: the wait for those */
async function performCause(
  scene: Scene,
  recorder: Recorder,
  cause: Cause,
  report: (outcome: Outcome) => void,
): Promise<{ rest: Promise<void> }> {
  recorder.follow(cause.alerts);
  const startedMs = Date.now();
  const undo = await cause.start(scene);
  const limitMs = cause.takesMinutes ? firesLateWithinMs : firesWithinMs;
  await isSoWithin(limitMs, () =>
    cause.alerts.every((alert) => hasArrived(cause, alert, recorder.of(alert))),
  );
  await undo();
  const undoneMs = Date.now();
  const finish = async (alerts: readonly string[], withinMs: number): Promise<void> => {
    await isSoWithin(withinMs, () => alerts.every((alert) => isOver(cause, alert, recorder.of(alert))));
    for (const alert of alerts) report(outcomeOf(cause, alert, recorder.of(alert), startedMs, undoneMs));
  };
  const late = cause.late ?? [];
  await finish(
    cause.alerts.filter((alert) => !late.includes(alert)),
    resolvesWithinMs,
  );
  return { rest: finish(late, resolvesLateWithinMs) };
}

/** Delivered, or kept from it in the way that is meant to be. */
function hasArrived(cause: Cause, alert: string, seen: Observed): boolean {
  if (!seen.firingAtMs) return false;
  const heldBackBy = cause.heldBack?.[alert];
  if (heldBackBy) return seen.heldBackBy.has(heldBackBy);
  return cause.undeliverable?.[alert] !== undefined || seen.deliveredAtMs !== undefined;
}

/** Resolved, and whoever was told of it knows. */
function isOver(cause: Cause, alert: string, seen: Observed): boolean {
  if (!seen.firingAtMs) return true;
  if (!seen.resolvedAtMs) return false;
  const wasTold = !cause.heldBack?.[alert] && !cause.undeliverable?.[alert];
  return !wasTold || (seen.toldResolvedAtMs ?? 0) >= (seen.deliveredAtMs ?? 0);
}

function outcomeOf(
  cause: Cause,
  alert: string,
  seen: Observed,
  startedMs: number,
  undoneMs: number,
): Outcome {
  const after = (atMs: number | undefined, sinceMs: number): number | null =>
    atMs === undefined ? null : Math.max(0, Math.round((atMs - sinceMs) / 100) / 10);
  return {
    alert,
    cause: cause.title,
    pending: after(seen.pendingAtMs, startedMs),
    firing: after(seen.firingAtMs, startedMs),
    delivered: after(seen.deliveredAtMs, startedMs),
    notDelivered: cause.heldBack?.[alert]
      ? `held back by ${cause.heldBack[alert]}`
      : (cause.undeliverable?.[alert] ?? null),
    resolved: after(seen.resolvedAtMs, undoneMs),
    failure: failureOf(cause, alert, seen),
  };
}

function failureOf(cause: Cause, alert: string, seen: Observed): string | null {
  if (!seen.firingAtMs) return seen.pendingAtMs ? 'it was pending and never fired' : 'it never fired';
  if (!hasArrived(cause, alert, seen)) {
    const heldBackBy = cause.heldBack?.[alert];
    if (heldBackBy) return `it was not held back by ${heldBackBy}`;
    const others = [...seen.heldBackBy].join(', ');
    return others ? `it was held back by ${others}` : 'it was not delivered';
  }
  if (!seen.resolvedAtMs) return 'it was not resolved';
  return isOver(cause, alert, seen) ? null : 'its end was not delivered';
}
