import { type Call, param, type Route, route } from '../../http/router.ts';
import { found, type GroupEntry, type Json, makeId, page, type RenderState } from '../state.ts';
import { filesIn, pairsIn } from './parts.ts';
import { stamps } from './things.ts';

const groupOf = (call: Call<RenderState>): GroupEntry => found(call.state.groups, param(call, 'envGroupId'));

const metaOf = ({ services }: RenderState, { group, links }: GroupEntry): Json => ({
  ...group,
  serviceLinks: [...links].map((id) => linkTo(found(services, id).service)),
});
const shown = (state: RenderState, entry: GroupEntry): Json => ({
  ...metaOf(state, entry),
  envVars: [...entry.env].map(([key, value]) => ({ key, value })),
  secretFiles: [...entry.files].map(([name, content]) => ({ name, content })),
});

const shortTypes: Readonly<Record<string, string>> = {
  ...{ web_service: 'web', static_site: 'static', private_service: 'pserv' },
  ...{ background_worker: 'worker', cron_job: 'cron' },
};
const linkTo = ({ id, name, type }: { id: string; name: string; type: string }): Json => ({
  ...{ id, name, type: shortTypes[type] },
});

function make({ state, body }: Call<RenderState>) {
  const { envVars, secretFiles, serviceIds: _services, name, ownerId, ...rest } = body;
  const entry: GroupEntry = {
    group: { id: makeId('evg'), name: String(name), ownerId: String(ownerId), ...rest, ...stamps() },
    ...{ env: pairsIn(envVars), files: filesIn(secretFiles), links: new Set() },
  };
  state.groups.set(entry.group.id, entry);
  return { status: 201, body: shown(state, entry) };
}

/** Setting and deleting one value of a group; it has no way to replace all of them. */
function values(
  path: string,
  key: string,
  of: (entry: GroupEntry) => Map<string, string>,
  member: string,
): Route<RenderState>[] {
  return [
    route(`PUT /env-groups/{envGroupId}/${path}/{${key}}`, (call) => {
      of(groupOf(call)).set(param(call, key), String(call.body[member]));
      return { status: 200, body: shown(call.state, groupOf(call)) };
    }),
    route(`DELETE /env-groups/{envGroupId}/${path}/{${key}}`, (call) => {
      of(groupOf(call)).delete(param(call, key));
      return { status: 204 };
    }),
  ];
}

export const groupRoutes: readonly Route<RenderState>[] = [
  route('GET /env-groups', ({ state, query }) => {
    const all = [...state.groups.values()].map((entry) => metaOf(state, entry));
    // By the specification these come without an envelope.
    return { status: 200, body: page(all, 'envGroup', query).map(({ envGroup }) => envGroup) };
  }),
  route('POST /env-groups', make),
  route('GET /env-groups/{envGroupId}', (call) => ({ status: 200, body: shown(call.state, groupOf(call)) })),
  route('PATCH /env-groups/{envGroupId}', (call) => {
    Object.assign(groupOf(call).group, call.body);
    return { status: 200, body: shown(call.state, groupOf(call)) };
  }),
  route('DELETE /env-groups/{envGroupId}', (call) => {
    call.state.groups.delete(groupOf(call).group.id);
    return { status: 204 };
  }),
  route('POST /env-groups/{envGroupId}/services/{serviceId}', (call) => {
    groupOf(call).links.add(found(call.state.services, param(call, 'serviceId')).service.id);
    return { status: 200, body: shown(call.state, groupOf(call)) };
  }),
  route('DELETE /env-groups/{envGroupId}/services/{serviceId}', (call) => {
    groupOf(call).links.delete(param(call, 'serviceId'));
    return { status: 204 };
  }),
  ...values('env-vars', 'envVarKey', ({ env }) => env, 'value'),
  ...values('secret-files', 'secretFileName', ({ files }) => files, 'content'),
];
