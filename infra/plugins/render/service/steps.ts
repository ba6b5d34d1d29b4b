import type { Values } from '../../protocol/kind.ts';
import { anything } from '../client/client.ts';
import { nullIfGone, unlessGone } from '../errors.ts';
import { moveToEnvironment } from '../membership.ts';
import type { Session } from '../session.ts';
import { autoscalingBody, envVarBody, patchBody, secretFileBody } from './body.ts';
import type { ServiceType } from './fields.ts';
import type { LiveService } from './live.ts';

/** What a step works with: how the service is, how it is to be, and which settings differ. */
export interface Change {
  readonly session: Session;
  readonly type: ServiceType;
  readonly live: LiveService;
  readonly have: Values;
  readonly want: Values;
  readonly changed: ReadonlySet<string>;
}

type Step = (change: Change) => Promise<unknown>;

/**
 * The steps of a change in their order, each of which does nothing where it has nothing to do (`vendor/facts.md`
 * §1.3). Whatever the deploy is to see comes before the deploy, env groups too.
 */
export const steps: readonly Step[] = [
  scaling,
  settings,
  whole('env', 'env-vars', envVarBody),
  whole('secretFiles', 'secret-files', secretFileBody),
  whole('headers', 'headers', (headers) => headers),
  whole('routes', 'routes', (routes) => routes),
  disk,
  groupsAndEnvironment,
];

async function scaling({ session: { client }, live, want, have, changed }: Change): Promise<void> {
  const path = `/services/${live.service.id}`;
  if (changed.has('autoscaling')) {
    if (want.autoscaling) await client.put(`${path}/autoscaling`, autoscalingBody(want.autoscaling));
    else await unlessGone(client.delete(`${path}/autoscaling`));
  }
  // Render ignores the number while it scales by itself; when it no longer does, the number may be anything.
  const released = changed.has('autoscaling') && have.autoscaling && !want.autoscaling;
  if (want.autoscaling || !(changed.has('numInstances') || released)) return;
  await client.post(`${path}/scale`, { numInstances: want.numInstances }, anything, true);
}

async function settings({ session, type, live, want, changed }: Change): Promise<void> {
  const body = patchBody(type, want, [...changed], live.service.ownerId);
  if (body) await session.client.patch(`/services/${live.service.id}`, body, anything);
}

/** Settings that are replaced as a whole. */
function whole(name: string, path: string, body: (value: unknown) => unknown): Step {
  return async ({ session, live, want, changed }) => {
    if (changed.has(name)) await session.client.put(`/services/${live.service.id}/${path}`, body(want[name]));
  };
}

async function disk({ session: { client }, live, want, changed }: Change): Promise<void> {
  if (!changed.has('disk')) return;
  const found = live.service.serviceDetails.disk;
  const wanted = want.disk as Values | null | undefined;
  if (!wanted) {
    if (found) await unlessGone(client.delete(`/disks/${found.id}`));
  } else if (found) await client.patch(`/disks/${found.id}`, wanted, anything);
  else await client.post('/disks', { ...wanted, serviceId: live.service.id }, anything);
}

/** A service can't leave an environment while groups are linked to it, so they are linked again afterwards. */
async function groupsAndEnvironment({ session, live, have, want, changed }: Change): Promise<void> {
  const moves = changed.has('environmentId');
  if (!moves && !changed.has('envGroupIds')) return;
  const { id } = live.service;
  const [linked, wanted] = [have.envGroupIds as string[], want.envGroupIds as string[]];
  const link = (group: string): string => `/env-groups/${group}/services/${id}`;
  for (const group of linked.filter((each) => moves || !wanted.includes(each))) {
    await nullIfGone(session.client.delete(link(group)));
  }
  if (moves) await moveToEnvironment(session, id, have.environmentId, want.environmentId);
  for (const group of wanted.filter((each) => moves || !linked.includes(each))) {
    await session.client.post(link(group), undefined, anything, true);
  }
}
