import { type Call, param, Refusal, type Route, route } from '../../http/router.ts';
import {
  type Deploy,
  found,
  instant,
  makeId,
  page,
  type RenderState,
  type Seen,
  type ServiceEntry,
} from '../state.ts';

const ended = new Set(
  ['live', 'deactivated', 'canceled'].concat(['build_failed', 'pre_deploy_failed', 'update_failed']),
);
const isOver = ({ status }: Deploy): boolean => ended.has(status);

const entryOf = (call: Call<RenderState>): ServiceEntry =>
  found(call.state.services, param(call, 'serviceId'));

/** Begins a deploy, or lets it wait in the queue while another is under way. */
export function begin(state: RenderState, entry: ServiceEntry, trigger: string, outcome?: string): Deploy {
  const busy = entry.deploys.some((each) => !isOver(each));
  const deploy = {
    ...{ id: makeId('dep'), trigger, commit: null, createdAt: instant() },
    status: busy ? 'queued' : (state.pace[0] ?? 'created'),
    ends: outcome ?? state.outcomes.shift() ?? 'live',
    saw: seenBy(state, entry),
  };
  entry.deploys.push(deploy);
  return deploy;
}

function seenBy({ groups }: RenderState, { service, env, files }: ServiceEntry): Seen {
  const linked = [...groups.values()].filter(({ links }) => links.has(service.id));
  return {
    env: Object.fromEntries([...linked.flatMap((group) => [...group.env]), ...env]),
    files: Object.fromEntries([...linked.flatMap((group) => [...group.files]), ...files]),
    ...{ imagePath: service.imagePath, plan: service.serviceDetails.plan },
  };
}

/** Takes the deploy that is under way one further; when it is over, the next in the queue begins. */
function advance({ pace }: RenderState, { deploys }: ServiceEntry): void {
  const current = deploys.find((each) => !isOver(each));
  if (!current || current.ends === 'hang') return;
  const at = current.status === 'queued' ? -1 : pace.indexOf(current.status);
  current.status = pace[at + 1] ?? current.ends;
  if (current.status !== 'live') return;
  for (const other of deploys) {
    if (other !== current && other.status === 'live') other.status = 'deactivated';
  }
}

const shown = ({ ends: _ends, saw: _saw, ...deploy }: Deploy): Deploy => deploy as Deploy;

function deployOf(entry: ServiceEntry, id: string): Deploy {
  const deploy = entry.deploys.find((each) => each.id === id);
  if (deploy) return deploy;
  throw new Refusal(404, `not found: ${id}`);
}

function deploy(call: Call<RenderState>) {
  const made = begin(call.state, entryOf(call), 'api');
  const { commitId } = call.body;
  if (commitId) made.commit = { id: commitId, message: 'a change', createdAt: made.createdAt };
  // Render answers 202 without an id when another deploy is under way.
  return made.status === 'queued' ? { status: 202 } : { status: 201, body: shown(made) };
}

function rollBack(call: Call<RenderState>) {
  const entry = entryOf(call);
  const to = deployOf(entry, String(call.body.deployId));
  const made = begin(call.state, entry, 'rollback', 'live');
  return { status: 201, body: shown(Object.assign(made, { image: to.image, commit: to.commit })) };
}

export const deployRoutes: readonly Route<RenderState>[] = [
  route('GET /services/{serviceId}/deploys', (call) => {
    const newestFirst = [...entryOf(call).deploys].reverse().map(shown);
    return { status: 200, body: page(newestFirst, 'deploy', call.query) };
  }),
  route('GET /services/{serviceId}/deploys/{deployId}', (call) => {
    const entry = entryOf(call);
    const asked = deployOf(entry, param(call, 'deployId'));
    advance(call.state, entry);
    return { status: 200, body: shown(asked) };
  }),
  route('POST /services/{serviceId}/deploys', deploy),
  route('POST /services/{serviceId}/deploys/{deployId}/cancel', (call) => {
    const asked = deployOf(entryOf(call), param(call, 'deployId'));
    if (isOver(asked)) throw new Refusal(409, `deploy ${asked.id} is ${asked.status}`);
    asked.status = 'canceled';
    return { status: 200, body: shown(asked) };
  }),
  route('POST /services/{serviceId}/rollback', rollBack),
];
