import { type Call, param, Refusal, type Route, route } from '../../http/router.ts';
import { sell } from '../offers.ts';
import { defaultsOf, patched, type ServiceBody, withSettings } from '../service-shape.ts';
import { found, instant, makeId, page, type RenderState, type ServiceEntry } from '../state.ts';
import { begin } from './deploys.ts';
import { filesIn, pairsIn, withIds } from './parts.ts';

const entryOf = (call: Call<RenderState>): ServiceEntry =>
  found(call.state.services, param(call, 'serviceId'));

function create({ state, body }: Call<RenderState>) {
  const wanted = body as unknown as ServiceBody;
  requireFreeName(state, wanted.name);
  sell(state, wanted.serviceDetails.plan, wanted.serviceDetails.region);
  const id = makeId(wanted.type === 'cron_job' ? 'crn' : 'srv');
  const service = withSettings(defaultsOf(id, wanted), wanted);
  const { headers, routes } = wanted.serviceDetails;
  const entry: ServiceEntry = {
    ...{
      service,
      env: pairsIn(wanted.envVars),
      files: filesIn(wanted.secretFiles),
      domains: [],
      deploys: [],
    },
    ...{ headers: withIds('hdr', headers), routes: withIds('rdr', routes) },
  };
  state.services.set(id, entry);
  return { status: 201, body: { service, deployId: begin(state, entry, 'api').id } };
}

function requireFreeName({ services }: RenderState, name: unknown): void {
  if ([...services.values()].some(({ service }) => service.name === name))
    throw new Refusal(409, `service name ${name} is already in use`);
}

function change(call: Call<RenderState>) {
  const entry = entryOf(call);
  const wanted = call.body as Partial<ServiceBody>;
  if (wanted.name !== undefined && wanted.name !== entry.service.name)
    requireFreeName(call.state, wanted.name);
  sell(call.state, wanted.serviceDetails?.plan, entry.service.serviceDetails.region);
  entry.service = { ...patched(entry.service, wanted), updatedAt: instant() };
  return { status: 200, body: entry.service };
}

function scale(call: Call<RenderState>) {
  const { serviceDetails } = entryOf(call).service;
  if (serviceDetails.disk && call.body.numInstances !== 1)
    throw new Refusal(400, 'services with a disk cannot scale to more than one instance');
  if (!serviceDetails.autoscaling) serviceDetails.numInstances = call.body.numInstances;
  return { status: 202 };
}

function setAutoscaling(call: Call<RenderState>) {
  entryOf(call).service.serviceDetails.autoscaling = call.body;
  return { status: 200, body: call.body };
}

function stopAutoscaling(call: Call<RenderState>) {
  const { serviceDetails } = entryOf(call).service;
  delete serviceDetails.autoscaling;
  return { status: 204 };
}

function remove(call: Call<RenderState>) {
  const { id } = entryOf(call).service;
  call.state.services.delete(id);
  for (const { links } of call.state.groups.values()) links.delete(id);
  return { status: 204 };
}

export const serviceRoutes: readonly Route<RenderState>[] = [
  route('GET /services', ({ state, query }) => {
    const all = [...state.services.values()].map(({ service }) => service);
    return { status: 200, body: page(all, 'service', query) };
  }),
  route('POST /services', create),
  route('GET /services/{serviceId}', (call) => ({ status: 200, body: entryOf(call).service })),
  route('PATCH /services/{serviceId}', change),
  route('DELETE /services/{serviceId}', remove),
  route('POST /services/{serviceId}/scale', scale),
  route('PUT /services/{serviceId}/autoscaling', setAutoscaling),
  route('DELETE /services/{serviceId}/autoscaling', stopAutoscaling),
];
