import type { Values } from '../../protocol/kind.ts';
import * as shapes from '../client/shapes.ts';
import { changedFields, type Fields } from '../fields/field.ts';
import { makeOnce } from '../make-once.ts';
import type { Session } from '../session.ts';
import { createBody } from './body.ts';
import { type ServiceType, serviceFields } from './fields.ts';
import { readLive } from './live.ts';
import { settled } from './settle.ts';

/** A service that is there, its first deploy where one is known, and what is not as wanted. */
export interface Made {
  readonly id: string;
  readonly deployId?: string | undefined;
  readonly differing: readonly string[];
}

/** Makes a service, or takes over the one that an interrupted run has made. Names are unique in a workspace. */
export function makeService(
  session: Session,
  type: ServiceType,
  inputs: Values,
  ownerId: string,
): Promise<Made> {
  return makeOnce<Made>(session, {
    what: `service ${inputs.name}`,
    path: '/services',
    body: createBody(type, settled(type, inputs), ownerId),
    read: (body) => {
      const { service, deployId } = shapes.serviceAndDeploy(body);
      return { id: service.id, deployId: deployId ?? undefined, differing: [] };
    },
    find: () => findByName(session, type, inputs, ownerId),
    differing: ({ differing }) => differing,
  });
}

async function findByName(
  session: Session,
  type: ServiceType,
  inputs: Values,
  ownerId: string,
): Promise<Made | undefined> {
  const name = inputs.name as string;
  const all = await session.client.all('/services', 'service', shapes.service, { name, ownerId });
  const found = all.find((service) => service.name === name);
  if (!found) return undefined;
  const live = found.type === type ? await readLive(session, type, found.id) : null;
  return { id: found.id, differing: live ? unlike(type, live.inputs, inputs) : ['type'] };
}

/** Settings that go with the making of a service and are not as wanted. Groups are linked after it. */
function unlike(type: ServiceType, live: Values, inputs: Values): string[] {
  const { envGroupIds: _groups, ...fields }: Fields = serviceFields[type];
  const made = Object.fromEntries(Object.entries(fields).filter(([, field]) => field.change !== 'note'));
  return changedFields(made, settled(type, live), settled(type, inputs));
}
