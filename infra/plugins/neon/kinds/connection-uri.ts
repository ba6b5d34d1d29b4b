import Type, { type Static } from 'typebox';
import type { Values } from '../../protocol/kind.ts';
import { nullIfGone } from '../errors.ts';
import type { Session } from '../session.ts';
import { branchId, endpointId, projectId, sqlName } from './inputs.ts';
import type { NeonKind } from './kind.ts';

const inputs = Type.Object({
  projectId,
  branchId,
  databaseName: sqlName,
  roleName: sqlName,
  endpointId: Type.Optional(endpointId),
  triggers: Type.Optional(Type.Array(Type.String(), { description: 'a list of texts' })),
});
type Inputs = Static<typeof inputs>;

/**
 * How a role reaches a database: `pooled` for many short connections, `direct` for migrations and dumps. Nothing is made
 * at Neon; it is read again when a trigger changes, for instance the password of the role.
 */
export const connectionUri: NeonKind<Inputs> = {
  what: 'connection URI',
  inputs,
  replacing: [],
  holdsData: false,
  secrets: ['pooled', 'direct', 'triggers'],
  make: async (session, wanted) => ({
    id: [wanted.projectId, wanted.branchId, wanted.databaseName, wanted.roleName].join('/'),
    live: await urisOf(session, wanted),
  }),
  change: (session, wanted) => urisOf(session, wanted),
  look: async (session, id, outputs) => {
    const [projectOfId, branchOfId, databaseOfId, roleOfId] = id.split('/');
    const ofId = {
      projectId: projectOfId,
      branchId: branchOfId,
      databaseName: databaseOfId,
      roleName: roleOfId,
    };
    const at = { ...ofId, ...outputs } as Values & Inputs;
    const live = await nullIfGone(urisOf(session, at));
    return live && { ...ofId, ...at, ...live };
  },
  remove: async () => {},
};

async function urisOf({ client }: Session, at: Inputs): Promise<Values> {
  const query = {
    branch_id: at.branchId,
    database_name: at.databaseName,
    role_name: at.roleName,
    ...(at.endpointId ? { endpoint_id: at.endpointId } : {}),
  };
  const uri = (pooled: boolean): Promise<string> =>
    client.get<string>(
      `/projects/${at.projectId}/connection_uri?${new URLSearchParams({ ...query, pooled: String(pooled) })}`,
      'uri',
    );
  return { direct: await uri(false), pooled: await uri(true) };
}
