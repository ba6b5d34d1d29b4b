import { param, Refusal, type Route, route } from '../../http/router.ts';
import { sell } from '../offers.ts';
import { found, type Json, makeId, type RenderState, type Thing } from '../state.ts';
import { plainRoutes, put, stamps } from './things.ts';

export const keyValueRoutes: readonly Route<RenderState>[] = [
  route('POST /key-value', ({ state, body }) => {
    sell(state, body.plan, body.region);
    if ([...state.keyValues.values()].some(({ name }) => name === body.name))
      throw new Refusal(409, `name ${body.name} is already in use`);
    const { maxmemoryPolicy = 'allkeys_lru', persistenceMode, ownerId: _owner, ipAllowList, ...rest } = body;
    const mode = persistenceMode ?? (body.plan === 'free' ? 'off' : 'journal_snapshot');
    const id = makeId('red');
    const thing = {
      ...{ id, dashboardUrl: `https://dashboard.render.com/r/${id}` },
      ...{ owner: state.owner, region: 'oregon', version: '8.1.4', status: 'unknown' },
      ...{ ...stamps(), ...rest, ipAllowList: orNull(ipAllowList) },
      options: { maxmemoryPolicy, persistenceMode: mode },
    };
    return { status: 201, body: { ...put(state.keyValues, thing) } };
  }),
  route('GET /key-value/{keyValueId}', (call) => {
    const thing = found(call.state.keyValues, param(call, 'keyValueId'));
    const answer = { ...thing };
    thing.status = thing.status === 'unknown' ? 'creating' : 'available';
    return { status: 200, body: answer };
  }),
  route('PATCH /key-value/{keyValueId}', (call) => {
    const thing = found(call.state.keyValues, param(call, 'keyValueId'));
    sell(call.state, call.body.plan, thing.region);
    const { maxmemoryPolicy, persistenceMode, ipAllowList, ...rest } = call.body;
    const options = thing.options as Json;
    if (maxmemoryPolicy) options.maxmemoryPolicy = maxmemoryPolicy;
    if (persistenceMode) options.persistenceMode = persistenceMode;
    if (ipAllowList) thing.ipAllowList = orNull(ipAllowList);
    Object.assign(thing, rest, { status: 'updating_instance' });
    return { status: 200, body: { ...thing } };
  }),
  route('GET /key-value/{keyValueId}/connection-info', (call) => ({
    status: 200,
    body: connectionOf(found(call.state.keyValues, param(call, 'keyValueId'))),
  })),
  ...plainRoutes('/key-value', 'keyValueId', 'keyValue', ({ keyValues }) => keyValues),
];

/** An empty list is answered as `null`. */
function orNull(list: unknown): unknown {
  return Array.isArray(list) && list.length > 0 ? list : null;
}

function connectionOf({ id, region }: Thing): Json {
  const host = `${region}-keyvalue.render.com`;
  return {
    internalConnectionString: `redis://${id}:6379`,
    externalConnectionString: `rediss://${id}:password-of-${id}@${host}:6379`,
    cliCommand: `REDISCLI_AUTH=password-of-${id} valkey-cli --user ${id} -h ${host} -p 6379 --tls`,
  };
}
