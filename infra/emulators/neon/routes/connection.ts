import { type Answer, type Call, param, Refusal, type Route, route } from '../../http/router.ts';
import type { Endpoint, Role } from '../api.ts';
import { branchOf, defaultBranch, type NeonState, projectOf } from '../state.ts';

export const connectionRoutes: readonly Route<NeonState>[] = [
  route('GET /projects/{project_id}/connection_uri', getConnectionUri),
];

/** The same host with `-pooler` after the endpoint's id. */
export const poolerHost = ({ id, host }: Endpoint): string => host.replace(id, `${id}-pooler`);

export function connectionUri(endpoint: Endpoint, role: Role, database: string, pooled: boolean): string {
  const host = pooled ? poolerHost(endpoint) : endpoint.host;
  const user = `${encodeURIComponent(role.name)}:${role.password ?? ''}`;
  return `postgresql://${user}@${host}/${encodeURIComponent(database)}?sslmode=require&channel_binding=require`;
}

function getConnectionUri(call: Call<NeonState>): Answer {
  const entry = projectOf(call.state, param(call, 'project_id'));
  const { query } = call;
  const branchId = query.get('branch_id');
  const at = branchId ? branchOf(entry, branchId) : defaultBranch(entry);
  const [databaseName, roleName] = [query.get('database_name'), query.get('role_name')];
  if (!databaseName || !roleName) throw new Refusal(400, 'database_name and role_name are required');
  const role = at.roles.find(({ name }) => name === roleName);
  const database = at.databases.find(({ name }) => name === databaseName);
  if (!role) throw new Refusal(404, 'role not found');
  if (!database) throw new Refusal(404, 'database not found');
  const endpointId = query.get('endpoint_id');
  const endpoint = entry.endpoints.find(
    ({ id, branch_id, type }) =>
      branch_id === at.branch.id && (endpointId ? id === endpointId : type === 'read_write'),
  );
  if (!endpoint) throw new Refusal(404, 'endpoint not found');
  return {
    status: 200,
    body: { uri: connectionUri(endpoint, role, database.name, query.get('pooled') === 'true') },
  };
}
