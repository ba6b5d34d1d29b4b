import { param, Refusal, type Route, route } from '../../http/router.ts';
import { found, type Json, makeId, page, type RenderState, type Thing } from '../state.ts';
import { put, stamps } from './things.ts';

const environmentOf = (state: RenderState, id: string): Json => {
  const environment = found(state.environments, id);
  return { ...environment, ...membersOf(state, id) };
};

export const projectRoutes: readonly Route<RenderState>[] = [
  route('GET /projects', ({ state, query }) => ({
    status: 200,
    body: page(
      [...state.projects.values()].map((each) => projectOf(state, each.id)),
      'project',
      query,
    ),
  })),
  route('GET /projects/{projectId}', (call) => ({
    status: 200,
    body: projectOf(call.state, param(call, 'projectId')),
  })),
  route('POST /projects', ({ state, body }) => {
    const id = makeId('prj');
    put(state.projects, { id, name: body.name, owner: state.owner, ...stamps() });
    for (const given of body.environments as Json[]) makeEnvironment(state, id, given);
    return { status: 201, body: projectOf(state, id) };
  }),
  route('PATCH /projects/{projectId}', (call) => {
    const { id } = Object.assign(found(call.state.projects, param(call, 'projectId')), call.body);
    return { status: 200, body: projectOf(call.state, id) };
  }),
  // Everything in its environments goes with it, data too.
  route('DELETE /projects/{projectId}', (call) => {
    const { id } = found(call.state.projects, param(call, 'projectId'));
    call.state.projects.delete(id);
    for (const each of environmentsOf(call.state, id)) removeEnvironment(call.state, each.id);
    return { status: 204 };
  }),
];

export const environmentRoutes: readonly Route<RenderState>[] = [
  route('GET /environments', ({ state, query }) => ({
    status: 200,
    body: page(
      [...state.environments.keys()].map((id) => environmentOf(state, id)),
      'environment',
      query,
    ),
  })),
  route('GET /environments/{environmentId}', (call) => ({
    status: 200,
    body: environmentOf(call.state, param(call, 'environmentId')),
  })),
  route('POST /environments', ({ state, body: { projectId, ...body } }) => {
    const { id } = found(state.projects, String(projectId));
    return { status: 201, body: environmentOf(state, makeEnvironment(state, id, body).id) };
  }),
  route('PATCH /environments/{environmentId}', (call) => {
    const { id } = Object.assign(found(call.state.environments, param(call, 'environmentId')), call.body);
    return { status: 200, body: environmentOf(call.state, id) };
  }),
  route('POST /environments/{environmentId}/resources', (call) => {
    const environment = found(call.state.environments, param(call, 'environmentId'));
    for (const id of call.body.resourceIds as string[]) move(call.state, id, environment.id);
    return { status: 201, body: environmentOf(call.state, environment.id) };
  }),
  route('DELETE /environments/{environmentId}/resources', (call) => {
    for (const id of (call.query.get('resourceIds') ?? '').split(',')) move(call.state, id, undefined);
    return { status: 204 };
  }),
  route('DELETE /environments/{environmentId}', (call) => {
    const { id, projectId } = found(call.state.environments, param(call, 'environmentId'));
    if (environmentsOf(call.state, projectId).length === 1)
      throw new Refusal(400, 'cannot delete the last environment of a project');
    removeEnvironment(call.state, id);
    return { status: 204 };
  }),
];

function projectOf(state: RenderState, id: string): Json {
  const environmentIds = environmentsOf(state, id).map((each) => each.id);
  return { ...found(state.projects, id), environmentIds };
}

function environmentsOf({ environments }: RenderState, projectId: unknown): Thing[] {
  return [...environments.values()].filter((each) => each.projectId === projectId);
}

function makeEnvironment(state: RenderState, projectId: string, given: Json): Thing {
  const settings = { protectedStatus: 'unprotected', networkIsolationEnabled: false, ...given };
  return put(state.environments, { id: makeId('evm'), ...settings, projectId });
}

/** The kinds of things that an environment may have. */
function things(state: RenderState): Record<string, Map<string, Json>> {
  const inner = <T>(map: Map<string, T>, of: (entry: T) => Json): Map<string, Json> =>
    new Map([...map].map(([id, entry]) => [id, of(entry)]));
  return {
    serviceIds: inner(state.services, ({ service }) => service),
    envGroupIds: inner(state.groups, ({ group }) => group),
    redisIds: state.keyValues,
    databasesIds: new Map(),
  };
}

/** Ids of what is in an environment; Render answers `null` for none. */
function membersOf(state: RenderState, environmentId: string): Json {
  const lists = Object.entries(things(state)).map(([list, all]) => {
    const ids = [...all].filter(([, thing]) => thing.environmentId === environmentId).map(([id]) => id);
    return [list, ids.length > 0 ? ids : null];
  });
  return Object.fromEntries(lists);
}

function removeEnvironment(state: RenderState, id: string): void {
  const ids = Object.values(membersOf(state, id)).flatMap((each) => (each ?? []) as string[]);
  for (const map of [state.services, state.groups, state.keyValues]) for (const each of ids) map.delete(each);
  state.environments.delete(id);
}

function move(state: RenderState, id: string, environmentId: string | undefined): void {
  const thing = Object.values(things(state))
    .map((all) => all.get(id))
    .find((each) => each !== undefined);
  if (!thing) throw new Refusal(404, `not found: ${id}`);
  const linked = [...state.groups.values()].some(({ links }) => links.has(id));
  if (thing.environmentId && thing.environmentId !== environmentId && linked)
    throw new Refusal(400, 'cannot move service out of environment with linked env groups');
  thing.environmentId = environmentId;
}
