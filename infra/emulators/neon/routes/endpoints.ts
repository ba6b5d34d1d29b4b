import { type Answer, type Call, param, part, Refusal, type Route, route } from '../../http/router.ts';
import type { Endpoint, ProjectEntry } from '../api.ts';
import { checkCompute } from '../limits.ts';
import { makeEndpoint } from '../make.ts';
import { branchOf, type NeonState, now, projectOf, startOperation, unlockedProject } from '../state.ts';

const base = '/projects/{project_id}/endpoints';

export const endpointRoutes: readonly Route<NeonState>[] = [
  route(`GET ${base}`, (call) => ({
    status: 200,
    body: { endpoints: projectOf(call.state, param(call, 'project_id')).endpoints },
  })),
  route(`POST ${base}`, createEndpoint),
  route(`GET ${base}/{endpoint_id}`, (call) => ({
    status: 200,
    body: { endpoint: endpointOf(projectOf(call.state, param(call, 'project_id')), call) },
  })),
  route(`PATCH ${base}/{endpoint_id}`, updateEndpoint),
  route(`DELETE ${base}/{endpoint_id}`, deleteEndpoint),
  ...(['start', 'suspend', 'restart'] as const).map((verb) =>
    route<NeonState>(`POST ${base}/{endpoint_id}/${verb}`, (call) => changeState(call, verb)),
  ),
];

function endpointOf(entry: ProjectEntry, call: Call<NeonState>): Endpoint {
  const found = entry.endpoints.find(({ id }) => id === param(call, 'endpoint_id'));
  if (!found) throw new Refusal(404, 'endpoint not found');
  return found;
}

function done(
  call: Call<NeonState>,
  entry: ProjectEntry,
  endpoint: Endpoint,
  [action, status]: [string, number],
): Answer {
  const on = { branch_id: endpoint.branch_id, endpoint_id: endpoint.id };
  const operations = [startOperation(call.state, entry, action, on)];
  return { status, body: { endpoint, operations } };
}

/** One read-write endpoint a branch. The 409 was seen in neondatabase/neon-pkgs#307. */
function createEndpoint(call: Call<NeonState>): Answer {
  const entry = unlockedProject(call.state, param(call, 'project_id'));
  const wanted = part(call, 'endpoint') as Partial<Endpoint> & Pick<Endpoint, 'branch_id' | 'type'>;
  branchOf(entry, wanted.branch_id);
  const taken = entry.endpoints.some(
    ({ branch_id, type }) => branch_id === wanted.branch_id && type === 'read_write',
  );
  if (wanted.type === 'read_write' && taken) throw new Refusal(409, 'read-write endpoint already exists');
  checkCompute(call.state, wanted);
  return done(call, entry, makeEndpoint(entry, wanted), ['start_compute', 201]);
}

const patchable = [
  'name',
  'disabled',
  'autoscaling_limit_min_cu',
  'autoscaling_limit_max_cu',
  'suspend_timeout_seconds',
];

function updateEndpoint(call: Call<NeonState>): Answer {
  const entry = unlockedProject(call.state, param(call, 'project_id'));
  const endpoint = endpointOf(entry, call);
  const wanted = Object.fromEntries(
    Object.entries(part(call, 'endpoint')).filter(([key]) => patchable.includes(key)),
  );
  checkCompute(call.state, { ...endpoint, ...wanted });
  Object.assign(endpoint, wanted, { updated_at: now(), current_state: 'init' });
  return done(call, entry, endpoint, ['apply_config', 200]);
}

function deleteEndpoint(call: Call<NeonState>): Answer {
  const entry = unlockedProject(call.state, param(call, 'project_id'));
  const endpoint = entry.endpoints.find(({ id }) => id === param(call, 'endpoint_id'));
  if (!endpoint) return { status: 204 };
  entry.endpoints = entry.endpoints.filter((other) => other !== endpoint);
  return done(call, entry, endpoint, ['suspend_compute', 200]);
}

function changeState(call: Call<NeonState>, verb: 'start' | 'suspend' | 'restart'): Answer {
  const entry = unlockedProject(call.state, param(call, 'project_id'));
  const endpoint = endpointOf(entry, call);
  if (verb === 'suspend' && endpoint.current_state === 'init')
    throw new Refusal(423, 'endpoint is in some transitive state, could not suspend');
  endpoint.current_state = verb === 'suspend' ? 'idle' : 'init';
  return done(call, entry, endpoint, [verb === 'suspend' ? 'suspend_compute' : 'start_compute', 200]);
}
