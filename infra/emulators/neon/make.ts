import type { Branch, BranchEntry, Database, Endpoint, EndpointSettings, ProjectEntry, Role } from './api.ts';
import { makeId, makePassword, type NeonState, now } from './state.ts';

/** Makes the things of a project as Neon would: ids, defaults, states. Each adds what it makes to its parent. */
export function makeBranch(
  entry: ProjectEntry,
  wanted: Partial<Branch> & { name: string },
  annotation: Record<string, string>,
): BranchEntry {
  const at = now();
  const branch: Branch = {
    id: makeId('br-'),
    project_id: entry.project.id,
    current_state: 'init',
    state_changed_at: at,
    creation_source: 'console',
    created_at: at,
    updated_at: at,
    default: false,
    protected: false,
    cpu_used_sec: 0,
    active_time_seconds: 0,
    compute_time_seconds: 0,
    written_data_bytes: 0,
    data_transfer_bytes: 0,
    ...wanted,
  };
  const made: BranchEntry = { branch, annotation, roles: [], databases: [] };
  entry.branches.push(made);
  return made;
}

export function makeRole(to: BranchEntry, name: string, noLogin = false): Role {
  const at = now();
  const role: Role = {
    branch_id: to.branch.id,
    name,
    password: makePassword(),
    protected: false,
    authentication_method: noLogin ? 'no_login' : 'password',
    created_at: at,
    updated_at: at,
  };
  to.roles.push(role);
  return role;
}

export function makeDatabase(state: NeonState, to: BranchEntry, name: string, owner: string): Database {
  const at = now();
  state.nextDatabaseId += 1;
  const database: Database = {
    id: state.nextDatabaseId,
    branch_id: to.branch.id,
    name,
    owner_name: owner,
    created_at: at,
    updated_at: at,
  };
  to.databases.push(database);
  return database;
}

export function makeEndpoint(
  entry: ProjectEntry,
  wanted: EndpointSettings & Partial<Endpoint> & Pick<Endpoint, 'branch_id' | 'type'>,
): Endpoint {
  const at = now();
  const id = makeId('ep-');
  const host = `${id}.${entry.project.region_id.replace(/^aws-/, '')}.aws.neon.tech`;
  const defaults = entry.project.default_endpoint_settings;
  const endpoint: Endpoint = {
    id,
    project_id: entry.project.id,
    host,
    proxy_host: host.slice(id.length + 1),
    region_id: entry.project.region_id,
    autoscaling_limit_min_cu: defaults.autoscaling_limit_min_cu ?? 0.25,
    autoscaling_limit_max_cu: defaults.autoscaling_limit_max_cu ?? 2,
    suspend_timeout_seconds: defaults.suspend_timeout_seconds ?? 0,
    pooler_enabled: false,
    pooler_mode: 'transaction',
    disabled: false,
    passwordless_access: true,
    creation_source: 'console',
    provisioner: 'k8s-neonvm',
    settings: {},
    created_at: at,
    updated_at: at,
    ...wanted,
    current_state: 'init',
  };
  entry.endpoints.push(endpoint);
  return endpoint;
}
