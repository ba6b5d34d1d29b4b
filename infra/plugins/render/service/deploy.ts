import * as shapes from '../client/shapes.ts';
import { Cancelled, RenderError, Unanswered } from '../errors.ts';
import type { Session } from '../session.ts';
import { logTail } from './log-tail.ts';

/** Which service a deploy is of, and how it is to be waited for. */
export interface Target {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly timeoutSeconds: number;
  readonly rollbackOnFailure: boolean;
}

/** The deploy did not go live. What it says is for the operator; what is live instead may be a deploy rolled back to. */
export class DeployFailed extends RenderError {
  override name = 'DeployFailed';
  constructor(
    message: string,
    readonly deployId: string,
    readonly status: string,
  ) {
    super(message);
  }
}

const failed = new Set(['build_failed', 'pre_deploy_failed', 'update_failed', 'canceled']);
const cancellable = new Set([
  'created',
  'queued',
  'build_in_progress',
  'pre_deploy_in_progress',
  'update_in_progress',
]);
/** Builds of minutes are asked about every 15 s; a static site or an image may be live within one. */
const pollsMs = { first: 1_000, factor: 1.5, longest: 15_000 };

/**
 * Starts a deploy. Render answers 202 without an id when another one is under way (`vendor/facts.md` §1.2): the one
 * that waits in the queue is ours then, and else the newest.
 *
 * @param commit the head of the branch when empty
 */
export async function startDeploy(session: Session, id: string, commit: string): Promise<string> {
  const { client } = session;
  const body = commit ? { commitId: commit } : {};
  const before = (await newestDeploy(session, id))?.id;
  try {
    const answer = await client.send({ method: 'POST', path: `/services/${id}/deploys`, body });
    if (answer.status === 201) return shapes.deploy(answer.body).id;
  } catch (error) {
    // Its answer was lost. A deploy that was not there before is as good as ours: it has the same settings.
    const begun = error instanceof Unanswered ? await newestDeploy(session, id) : undefined;
    if (!begun || begun.id === before) throw error;
    return begun.id;
  }
  const queued = (await newestDeploy(session, id, 'queued')) ?? (await newestDeploy(session, id));
  if (queued) return queued.id;
  throw new RenderError(`Render took a deploy of ${id} but lists none: look at it in the dashboard.`);
}

/** The newest deploy of a service, of those with a status where one is given. */
export async function newestDeploy(
  { client }: Session,
  id: string,
  status?: string,
): Promise<shapes.Deploy | undefined> {
  const query = { limit: 20, status };
  const deploys = await client.get(`/services/${id}/deploys`, shapes.deploys, query);
  return deploys.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0];
}

export function hasFailed({ status }: shapes.Deploy): boolean {
  return failed.has(status);
}

/**
 * Waits until a deploy is live, following the one that took its place, and tells how it goes on.
 *
 * @returns the id of the deploy that is live
 * @throws DeployFailed with the tail of the log, after the last live deploy was brought back where that is asked for
 */
export async function untilLive(session: Session, target: Target, deployId: string): Promise<string> {
  const lastLive = target.rollbackOnFailure ? await newestDeploy(session, target.id, 'live') : undefined;
  try {
    return await watch(session, target, deployId);
  } catch (error) {
    if (!(error instanceof DeployFailed) || !target.rollbackOnFailure) throw error;
    throw new DeployFailed(
      `${error.message}\n${await rollBack(session, target, lastLive?.id)}`,
      error.deployId,
      error.status,
    );
  }
}

async function watch(session: Session, target: Target, deployId: string): Promise<string> {
  const { client } = session;
  const { clock, signal } = client.connection;
  const deadline = clock.now() + target.timeoutSeconds * 1_000;
  let [current, last] = [deployId, ''];
  for (let waitMs = pollsMs.first; ; waitMs = Math.min(waitMs * pollsMs.factor, pollsMs.longest)) {
    const { status } = await client.get(`/services/${target.id}/deploys/${current}`, shapes.deploy);
    if (status !== last) session.report(`${target.name}: deploy ${current} is ${status}`);
    last = status;
    if (status === 'live') return current;
    const successor =
      failed.has(status) || status === 'deactivated' ? await after(session, target.id, current) : null;
    if (status === 'deactivated' && !successor) return current;
    if ((status === 'deactivated' || status === 'canceled') && successor) {
      session.report(`${target.name}: deploy ${current} was superseded by ${successor}`);
      [current, waitMs] = [successor, pollsMs.first];
      continue;
    }
    if (failed.has(status)) throw await failure(session, target, current, status);
    if (clock.now() + waitMs > deadline) throw await timeout(session, target, current, status);
    await clock.sleep(waitMs, signal);
  }
}

/** The newest deploy, when it is not this one. */
async function after(session: Session, id: string, deployId: string): Promise<string | null> {
  const latest = await newestDeploy(session, id);
  return latest && latest.id !== deployId ? latest.id : null;
}

async function failure(
  session: Session,
  target: Target,
  deployId: string,
  status: string,
): Promise<DeployFailed> {
  const tail = await logTail(session, target, status);
  const message = `The deploy ${deployId} of ${target.name} did not go live: ${status}.`;
  return new DeployFailed(`${message}\n${tail}`, deployId, status);
}

async function timeout(
  session: Session,
  target: Target,
  deployId: string,
  status: string,
): Promise<DeployFailed> {
  if (cancellable.has(status)) await cancel(session, target.id, deployId);
  const message =
    `The deploy ${deployId} of ${target.name} did not go live within ${target.timeoutSeconds} s; ` +
    `it was ${status} at last. Look at its log, or raise deployTimeoutSeconds.`;
  return new DeployFailed(`${message}\n${await logTail(session, target, status)}`, deployId, 'timed_out');
}

/** Stops a deploy that is not worth waiting for, where Render can; one that has ended meanwhile is left as it is. */
export async function cancel({ client }: Session, id: string, deployId: string): Promise<void> {
  if (id.startsWith('crn-')) return;
  const path = `/services/${id}/deploys/${deployId}/cancel`;
  try {
    await client.send({ method: 'POST', path, repeatable: true });
  } catch (error) {
    if (!(error instanceof RenderError) || error instanceof Cancelled) throw error;
  }
}

/** Says what became of it: a rollback that fails must not hide why the deploy did. */
async function rollBack(session: Session, target: Target, lastLive: string | undefined): Promise<string> {
  if (!lastLive) return 'There is no earlier live deploy to roll back to.';
  session.report(`${target.name}: rolling back to deploy ${lastLive}`);
  try {
    const path = `/services/${target.id}/rollback`;
    const begun = await session.client.post(path, { deployId: lastLive }, shapes.deploy);
    await watch(session, target, begun.id);
    return `Rolled back to the last live deploy ${lastLive}. Its settings are the new ones: mend them and run \`up\` again.`;
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    return `Rolling back to ${lastLive} failed too: ${(error as Error).message}`;
  }
}
