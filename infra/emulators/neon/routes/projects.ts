import { type Answer, type Call, param, part, Refusal, type Route, route, text } from '../../http/router.ts';
import type { EndpointSettings, Project, ProjectEntry } from '../api.ts';
import { checkCompute, checkHistory, checkProjectCount, defaultHistory } from '../limits.ts';
import { makeBranch, makeDatabase, makeEndpoint, makeRole } from '../make.ts';
import { makeId, type NeonState, now, projectOf, startOperation, unlockedProject } from '../state.ts';
import { connectionUri, poolerHost } from './connection.ts';

export const projectRoutes: readonly Route<NeonState>[] = [
  route('GET /projects', listProjects),
  route('POST /projects', createProject),
  route('GET /projects/{project_id}', (call) => ({
    status: 200,
    body: { project: projectOf(call.state, param(call, 'project_id')).project },
  })),
  route('PATCH /projects/{project_id}', updateProject),
  route('DELETE /projects/{project_id}', deleteProject),
  route('GET /regions', () => ({ status: 200, body: { regions: regions.map(regionBody) } })),
];

const regions = ['aws-us-east-1', 'aws-us-east-2', 'aws-us-west-2', 'aws-eu-central-1', 'aws-eu-west-2'];
const regionBody = (id: string) => ({
  region_id: id,
  name: id,
  default: id === 'aws-us-east-2',
  geo_lat: '0',
  geo_long: '0',
});

/** Deleted ones are left out. Ten a page unless asked, as the specification says. */
function listProjects({ state, query }: Call<NeonState>): Answer {
  const search = query.get('search') ?? '';
  const orgId = query.get('org_id');
  const all = [...state.projects.values()]
    .filter((entry) => !entry.deletedAt)
    .map((entry) => entry.project)
    .filter(({ id, name }) => name.includes(search) || id.includes(search))
    .filter((project) => !orgId || project.org_id === orgId);
  const start = Number(query.get('cursor') ?? 0);
  const projects = all.slice(start, start + Number(query.get('limit') ?? 10));
  const cursor = String(start + projects.length);
  const listed = projects.map((project) => ({ ...project, active_time: 0 }));
  const body = { projects: listed, applications: {}, integrations: {} };
  return { status: 200, body: projects.length > 0 ? { ...body, pagination: { cursor } } : body };
}

function createProject(call: Call<NeonState>): Answer {
  const { state } = call;
  const wanted = part(call, 'project');
  const settings = (wanted.default_endpoint_settings ?? {}) as EndpointSettings;
  const region = text(wanted.region_id) ?? 'aws-us-east-2';
  if (!regions.includes(region)) throw new Refusal(400, `region ${region} is not supported`);
  checkProjectCount(state);
  checkHistory(state, wanted.history_retention_seconds);
  checkCompute(state, settings);
  const entry = emptyProject(state, wanted, region, settings);
  state.projects.set(entry.project.id, entry);
  return { status: 201, body: fillProject(state, entry, (wanted.branch ?? {}) as Record<string, unknown>) };
}

function emptyProject(
  state: NeonState,
  wanted: Record<string, unknown>,
  region: string,
  settings: EndpointSettings,
): ProjectEntry {
  const at = now();
  const id = makeId('');
  const project: Project = {
    id,
    name: text(wanted.name) ?? id,
    region_id: region,
    pg_version: (wanted.pg_version as number | undefined) ?? 17,
    store_passwords: wanted.store_passwords !== false,
    history_retention_seconds:
      (wanted.history_retention_seconds as number | undefined) ?? defaultHistory(state.plan),
    default_endpoint_settings: settings,
    settings: (wanted.settings ?? {}) as Record<string, unknown>,
    ...(text(wanted.org_id) ? { org_id: text(wanted.org_id) as string } : {}),
    platform_id: 'aws',
    provisioner: 'k8s-neonvm',
    proxy_host: `${region.replace(/^aws-/, '')}.aws.neon.tech`,
    branch_logical_size_limit: 512,
    branch_logical_size_limit_bytes: 536_870_912,
    creation_source: 'console',
    owner_id: 'emulated-owner',
    consumption_period_start: at,
    consumption_period_end: at,
    created_at: at,
    updated_at: at,
    ...usage,
  };
  return { project, branches: [], endpoints: [], operations: [], endsAt: new Map(), deletedAt: null };
}

const usage = {
  active_time_seconds: 0,
  compute_time_seconds: 0,
  written_data_bytes: 0,
  data_transfer_bytes: 0,
  data_storage_bytes_hour: 0,
  cpu_used_sec: 0,
};

/** A new project comes with a branch `main`, a database `neondb`, its owner and a read-write endpoint. */
function fillProject(state: NeonState, entry: ProjectEntry, wanted: Record<string, unknown>): unknown {
  const annotation = (wanted.annotations ?? {}) as Record<string, string>;
  const main = makeBranch(entry, { name: text(wanted.name) ?? 'main', default: true }, annotation);
  const databaseName = text(wanted.database_name) ?? 'neondb';
  const role = makeRole(main, text(wanted.role_name) ?? `${databaseName}_owner`);
  const database = makeDatabase(state, main, databaseName, role.name);
  const endpoint = makeEndpoint(entry, { branch_id: main.branch.id, type: 'read_write' });
  const on = { branch_id: main.branch.id };
  const parameters = {
    database: database.name,
    role: role.name,
    password: role.password ?? '',
    host: endpoint.host,
    pooler_host: poolerHost(endpoint),
  };
  return {
    project: entry.project,
    branch: main.branch,
    endpoints: [endpoint],
    roles: [role],
    databases: [database],
    connection_uris: [
      {
        connection_uri: connectionUri(endpoint, role, database.name, false),
        connection_parameters: parameters,
      },
    ],
    operations: [
      startOperation(state, entry, 'create_timeline', on),
      startOperation(state, entry, 'start_compute', { ...on, endpoint_id: endpoint.id }),
    ],
  };
}

/** PATCH takes only these four (specification, `ProjectUpdateRequest`); settings are merged one level deep. */
function updateProject(call: Call<NeonState>): Answer {
  const entry = unlockedProject(call.state, param(call, 'project_id'));
  const wanted = part(call, 'project');
  checkHistory(call.state, wanted.history_retention_seconds);
  const { project } = entry;
  const defaults = { ...project.default_endpoint_settings, ...(wanted.default_endpoint_settings ?? {}) };
  checkCompute(call.state, defaults);
  const before = project.settings;
  Object.assign(project, {
    name: text(wanted.name) ?? project.name,
    history_retention_seconds: wanted.history_retention_seconds ?? project.history_retention_seconds,
    default_endpoint_settings: defaults,
    settings: { ...before, ...((wanted.settings ?? {}) as Record<string, unknown>) },
    updated_at: now(),
  });
  if (before.enable_logical_replication === true) project.settings.enable_logical_replication = true;
  return { status: 200, body: { project, operations: [startOperation(call.state, entry, 'apply_config')] } };
}

/** Kept for seven days by Neon; here `deletedAt` is set, and the project is gone from every answer. */
function deleteProject(call: Call<NeonState>): Answer {
  const entry = unlockedProject(call.state, param(call, 'project_id'));
  entry.deletedAt = now();
  return { status: 200, body: { project: entry.project } };
}
