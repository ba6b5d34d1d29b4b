import { PartlyDone, type ResourceKind, type Values } from '../../protocol/kind.ts';
import * as shapes from '../client/shapes.ts';
import { nullIfGone, RenderError, unlessGone } from '../errors.ts';
import { type Fields, inputsAmong, respelled } from '../fields/field.ts';
import { keeping } from '../make-once.ts';
import { ownerFor } from '../owner.ts';
import type { Session } from '../session.ts';
import { checkService } from './check.ts';
import { makeService } from './create.ts';
import {
  cancel,
  DeployFailed,
  hasFailed,
  newestDeploy,
  startDeploy,
  type Target,
  untilLive,
} from './deploy.ts';
import { changedSettings, dataLoss, difference, needsDeploy } from './difference.ts';
import { type ServiceType, serviceFields } from './fields.ts';
import { type LiveService, readLive } from './live.ts';
import { settled } from './settle.ts';
import { steps } from './steps.ts';

/** Build 2 h, pre-deploy command 30 min, start 15 min at most, by Render's own provider for Terraform. */
const longestDeploySeconds = 3 * 3_600;
/** What `deployStatus` says while a change is not done. */
const unfinished = 'unfinished';

/** Services of one type; `open` gives what they work with, when there is something to do. */
export function service(type: ServiceType, open: () => Session): ResourceKind {
  return {
    secrets: ['env', 'secretFiles'],
    check: (inputs, pending) => checkService(type, inputs, pending),
    diff: async (_id, outputs, inputs) => difference(type, outputs, inputs),
    create: async (inputs) => {
      const session = open();
      conceal(session, inputs);
      const made = await makeService(session, type, inputs, await ownerFor(session, inputs.ownerId));
      // What the first deploy has not seen: groups, which are linked after it, and the commit, as it takes the newest.
      const unseen = { envGroupIds: [], commit: undefined };
      const begun = { ...inputs, ...unseen, deployId: made.deployId, deployStatus: unfinished };
      const change = { session, type, id: made.id, inputs, outputs: begun };
      return { id: made.id, outputs: await keeping(made.id, begun, () => bring(change)) };
    },
    update: (id, inputs, outputs) => {
      const session = open();
      conceal(session, inputs);
      return bring({ session, type, id, inputs, outputs });
    },
    read: async (id, outputs) => {
      const session = open();
      const live = await readLive(session, type, id);
      if (!live) return null;
      if (live.service.type !== type)
        throw new RenderError(`${id} is a ${live.service.type}, not a ${type}.`);
      const inputs = respelled(serviceFields[type], outputs, live.inputs);
      return { ...inputs, ...(await deployed(session, id, outputs)), ...told(live.service) };
    },
    inputsOf: (outputs) => inputsAmong(serviceFields[type], outputs),
    delete: async (id, outputs) => {
      if (outputs.disk && outputs.allowDataLoss !== true) {
        throw new RenderError(dataLoss(`Deleting ${outputs.name} would lose its disk`));
      }
      await unlessGone(open().client.delete(`/services/${id}`));
    },
  };
}

function conceal({ redactor }: Session, { env, secretFiles }: Values): void {
  redactor.conceal([...Object.values(env ?? {}), ...Object.values(secretFiles ?? {})]);
}

interface Bringing {
  readonly session: Session;
  readonly type: ServiceType;
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
}

/** Brings a service to its inputs, and waits for the deploy that makes them count. */
async function bring({ session, type, id, inputs, outputs }: Bringing): Promise<Values> {
  const live = await liveOrGone(session, type, id, inputs);
  const changed = changedSettings(type, live.inputs, inputs).filter((name) => !isNote(type, name));
  const noted = changedSettings(type, outputs, inputs);
  // What the state says when this ends early. The next run compares with Render then, and not with the state.
  let state: Values = { ...outputs, ...told(live.service), deployStatus: unfinished };
  try {
    await apply({ session, type, live, inputs, changed });
    const deployId = await deployFor(session, id, outputs, inputs, needsDeploy(type, [...changed, ...noted]));
    state = { ...inputs, ...told(live.service), deployId, deployStatus: unfinished };
    const done = deployId === outputs.deployId && outputs.deployStatus === 'live';
    const liveId = done ? deployId : await untilLive(session, targetOf(live, inputs), deployId);
    const now = await session.client.get(`/services/${id}`, shapes.service);
    return { ...inputs, ...told(now), deployId: liveId, deployStatus: 'live' };
  } catch (error) {
    const end = error instanceof DeployFailed ? { deployId: error.deployId, deployStatus: error.status } : {};
    throw new PartlyDone((error as Error).message, id, { ...state, ...end });
  }
}

async function liveOrGone(
  session: Session,
  type: ServiceType,
  id: string,
  { name }: Values,
): Promise<LiveService> {
  const live = await readLive(session, type, id);
  if (live) return live;
  throw new RenderError(
    `${name} (${id}) was deleted outside Pulumi: run \`pulumi refresh\`, then \`up\` again.`,
  );
}

async function apply(change: {
  session: Session;
  type: ServiceType;
  live: LiveService;
  inputs: Values;
  changed: readonly string[];
}): Promise<void> {
  const { type, live, inputs } = change;
  const [have, want] = [settled(type, live.inputs), settled(type, inputs)];
  for (const step of steps) await step({ ...change, have, want, changed: new Set(change.changed) });
}

function isNote(type: ServiceType, name: string): boolean {
  const fields: Fields = serviceFields[type];
  return fields[name]?.change === 'note';
}

/** The deploy to wait for: a new one where one is due, else the one that an earlier run began. */
async function deployFor(
  session: Session,
  id: string,
  outputs: Values,
  inputs: Values,
  due: boolean,
): Promise<string> {
  const { deployId, deployStatus } = outputs as { deployId?: string; deployStatus?: string };
  if (!due && deployStatus === 'live') return deployId as string;
  if (!due) {
    const begun = await begunDeploy(session, id, deployId);
    if (begun && !hasFailed(begun)) return begun.id;
  } else if (deployId && deployStatus === unfinished) {
    // Our own, without what is new: for instance the first one of a service whose groups were linked after it.
    await cancel(session, id, deployId);
  }
  return startDeploy(session, id, (inputs.commit as string | undefined) ?? '');
}

/** The deploy of the state, as long as Render knows it; else the newest. */
async function begunDeploy(
  session: Session,
  id: string,
  deployId: string | undefined,
): Promise<shapes.Deploy | undefined> {
  const known = deployId
    ? await nullIfGone(session.client.get(`/services/${id}/deploys/${deployId}`, shapes.deploy))
    : null;
  return known ?? newestDeploy(session, id);
}

/** What a read finds out about the deploy of the state. */
async function deployed(session: Session, id: string, outputs: Values): Promise<Values> {
  if (outputs.deployStatus === undefined) return importedDeploy(session, id);
  if (outputs.deployStatus === 'live') return { deployId: outputs.deployId, deployStatus: 'live' };
  const begun = await begunDeploy(session, id, outputs.deployId as string | undefined);
  const lives = begun?.status === 'live' || begun?.status === 'deactivated';
  return { deployId: begun?.id ?? '', deployStatus: lives ? 'live' : (begun?.status ?? unfinished) };
}

/** An imported service counts as live, with the commit that runs there. */
async function importedDeploy(session: Session, id: string): Promise<Values> {
  const live = await newestDeploy(session, id, 'live');
  const commit = live?.commit?.id;
  return { deployId: live?.id ?? '', deployStatus: 'live', ...(commit ? { commit } : {}) };
}

function targetOf({ service: { id, name, ownerId } }: LiveService, inputs: Values): Target {
  return {
    ...{ id, name, ownerId },
    timeoutSeconds: (inputs.deployTimeoutSeconds as number | undefined) ?? longestDeploySeconds,
    rollbackOnFailure: inputs.rollbackOnFailure === true,
  };
}

function told({ slug, dashboardUrl, suspended, serviceDetails }: shapes.Service): Values {
  return { url: serviceDetails.url ?? '', slug, dashboardUrl, suspended };
}
