import { param, Refusal, type Route, route } from '../../http/router.ts';
import { found, type Json, makeId, type RenderState, type ServiceEntry } from '../state.ts';
import { stamps } from './things.ts';

interface Disk extends Json {
  id: string;
  sizeGB: number;
}

function attach(state: RenderState, body: Json) {
  const { serviceId, ...wanted } = body;
  const { serviceDetails } = found(state.services, String(serviceId)).service;
  if (serviceDetails.disk) throw new Refusal(409, `service ${serviceId} has a disk already`);
  if (serviceDetails.numInstances !== 1)
    throw new Refusal(400, 'cannot add a disk to a service with more than one instance');
  serviceDetails.disk = { id: makeId('dsk'), ...wanted };
  return { status: 201, body: shown(serviceDetails.disk as Disk, serviceId) };
}

/** The service that has the disk. */
function holder(
  state: RenderState,
  id: string,
): ServiceEntry['service'] & { serviceDetails: { disk: Disk } } {
  for (const { service } of state.services.values()) {
    if ((service.serviceDetails.disk as Disk | undefined)?.id === id) return service as never;
  }
  throw new Refusal(404, `not found: ${id}`);
}

const shown = (disk: Disk, serviceId: unknown): Json => ({ ...disk, serviceId, ...stamps() });

export const diskRoutes: readonly Route<RenderState>[] = [
  route('POST /disks', ({ state, body }) => attach(state, body)),
  route('PATCH /disks/{diskId}', (call) => {
    const { id, serviceDetails } = holder(call.state, param(call, 'diskId'));
    if (Number(call.body.sizeGB ?? serviceDetails.disk.sizeGB) < serviceDetails.disk.sizeGB)
      throw new Refusal(400, 'the size of a disk can only grow');
    Object.assign(serviceDetails.disk, call.body);
    return { status: 200, body: shown(serviceDetails.disk, id) };
  }),
  route('DELETE /disks/{diskId}', (call) => {
    const { serviceDetails } = holder(call.state, param(call, 'diskId'));
    delete (serviceDetails as Json).disk;
    return { status: 204 };
  }),
];
