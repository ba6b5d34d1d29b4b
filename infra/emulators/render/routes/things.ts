import { type Call, param, type Route, route } from '../../http/router.ts';
import { found, instant, page, type RenderState, type Thing } from '../state.ts';

export const stamps = () => ({ createdAt: instant(), updatedAt: instant() });

export function put(things: Map<string, Thing>, thing: Thing): Thing {
  things.set(thing.id, thing);
  return thing;
}

/** Listing, reading, changing and deleting things that have no parts of their own. */
export function plainRoutes(
  path: string,
  idName: string,
  envelope: string,
  of: (state: RenderState) => Map<string, Thing>,
): Route<RenderState>[] {
  const one = (call: Call<RenderState>): Thing => found(of(call.state), param(call, idName));
  return [
    route(`GET ${path}`, ({ state, query }) => ({
      status: 200,
      body: page([...of(state).values()], envelope, query),
    })),
    route(`GET ${path}/{${idName}}`, (call) => ({ status: 200, body: one(call) })),
    route(`PATCH ${path}/{${idName}}`, (call) => ({
      status: 200,
      body: Object.assign(one(call), call.body),
    })),
    route(`DELETE ${path}/{${idName}}`, (call) => {
      of(call.state).delete(one(call).id);
      return { status: 204 };
    }),
  ];
}
