import { param, type Route, route } from '../../http/router.ts';
import { found, instant, makeId, page, type RenderState } from '../state.ts';
import { plainRoutes, put } from './things.ts';

export const accountRoutes: readonly Route<RenderState>[] = [
  route('GET /owners', ({ state, query }) => ({ status: 200, body: page([state.owner], 'owner', query) })),
  route('GET /logs', ({ state }) => ({
    status: 200,
    body: {
      ...{ hasMore: false, nextStartTime: instant(), nextEndTime: instant() },
      logs: state.log.map((message) => ({ id: makeId('log'), message, timestamp: instant(), labels: [] })),
    },
  })),
];

export const credentialRoutes: readonly Route<RenderState>[] = [
  route('GET /registrycredentials', ({ state, query }) => ({
    status: 200,
    // By the specification these come without an envelope.
    body: page([...state.credentials.values()], 'credential', query).map(({ credential }) => credential),
  })),
  route('POST /registrycredentials', ({ state, body: { authToken, ownerId: _owner, ...body } }) => {
    const made = put(state.credentials, { id: makeId('rgc'), ...body, updatedAt: instant() });
    state.tokens.set(made.id, String(authToken));
    return { status: 200, body: made };
  }),
  route('PATCH /registrycredentials/{registryCredentialId}', (call) => {
    const { authToken, ...body } = call.body;
    const credential = found(call.state.credentials, param(call, 'registryCredentialId'));
    if (authToken) call.state.tokens.set(credential.id, String(authToken));
    return { status: 200, body: Object.assign(credential, body, { updatedAt: instant() }) };
  }),
  ...plainRoutes('/registrycredentials', 'registryCredentialId', 'credential', (state) => state.credentials),
];
