import { isDeepStrictEqual } from 'node:util';
import type { Branch, Endpoint, Project, ProjectListItem } from '@neondatabase/api-client';
import Type, { type Static } from 'typebox';
import type { Values } from '../../protocol/kind.ts';
import { memberOf } from '../client/client.ts';
import { NeonError, nullIfGone } from '../errors.ts';
import type { Session } from '../session.ts';
import { compact, isEmpty } from './compact.ts';
import { poolerHost } from './hosts.ts';
import { allowDataLoss, computeUnits, flag, name, sqlName, suspendTimeoutSeconds } from './inputs.ts';
import type { NeonKind } from './kind.ts';
import { makeOnce } from './make-once.ts';

const inputs = Type.Object({
  name,
  regionId: Type.Optional(
    Type.String({ pattern: '^[a-z]+-[a-z0-9-]+$', description: 'a region such as aws-eu-central-1' }),
  ),
  pgVersion: Type.Optional(
    Type.Integer({ minimum: 14, maximum: 18, description: 'a PostgreSQL version from 14 to 18' }),
  ),
  orgId: Type.Optional(
    Type.String({ pattern: '^[a-z0-9-]{1,60}$', description: 'the id of an organisation' }),
  ),
  historyRetentionSeconds: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 2_592_000, description: 'a number of seconds from 0 to 2592000' }),
  ),
  minComputeUnits: Type.Optional(computeUnits),
  maxComputeUnits: Type.Optional(computeUnits),
  suspendTimeoutSeconds: Type.Optional(suspendTimeoutSeconds),
  allowedIps: Type.Optional(
    Type.Array(Type.String(), { description: 'a list of addresses or blocks of them' }),
  ),
  logicalReplication: Type.Optional(flag),
  branchName: Type.Optional(name),
  databaseName: Type.Optional(sqlName),
  roleName: Type.Optional(sqlName),
  allowDataLoss,
});
type Inputs = Static<typeof inputs>;

/**
 * A project: a PostgreSQL of its own with a default branch, a database, its owner and a read-write endpoint.
 * `branchName`, `databaseName` and `roleName` name these; they matter only when the project is made.
 */
export const project: NeonKind<Inputs> = {
  what: 'project',
  inputs,
  replacing: ['regionId', 'pgVersion', 'orgId'],
  atCreation: ['branchName', 'databaseName', 'roleName'],
  holdsData: true,
  rules: ({ minComputeUnits: min, maxComputeUnits: max }) => ({
    maxComputeUnits: Number(min) > Number(max) && `is ${max}, less than minComputeUnits (${min})`,
  }),
  make: async (session, wanted) => {
    const made = await makeOnce<{ id: string }>(
      () => findProject(session, wanted),
      async () => {
        const answer = await session.client.change('POST', '/projects', { project: creation(wanted) });
        return memberOf<Project>(answer, 'project');
      },
    );
    // One that was taken over may have other settings.
    const before = await liveOf(session, made.id);
    return { id: made.id, live: { ...before, ...(await change(session, wanted, before)) } };
  },
  change,
  look: (session, id) => nullIfGone(liveOf(session, id)),
  remove: async ({ client }, { projectId }) => {
    await nullIfGone(client.change('DELETE', `/projects/${projectId}`));
  },
};

/** Neon lets two projects have one name; this plugin does not, as a name is how it finds what an interrupted run made. */
async function findProject(
  { client, report }: Session,
  wanted: Inputs,
): Promise<ProjectListItem | undefined> {
  const query = { search: wanted.name, ...(wanted.orgId ? { org_id: wanted.orgId } : {}) };
  const all = await client.all<ProjectListItem>('/projects', 'projects', query);
  const named = all.filter((candidate) => candidate.name === wanted.name);
  if (named.length > 1) {
    throw new NeonError(
      `There are ${named.length} Neon projects named ${wanted.name} (${named.map(({ id }) => id).join(', ')}). ` +
        'Take one over: npx pulumi import neon:index:Project <name> <id>',
    );
  }
  const [found] = named;
  if (!found) return undefined;
  const wrong = (['regionId', 'pgVersion'] as const).find(
    (input) => wanted[input] !== undefined && wanted[input] !== fixed(found)[input],
  );
  if (wrong) {
    throw new NeonError(
      `There is a Neon project ${wanted.name} (${found.id}) already, with ${wrong} ${fixed(found)[wrong]} ` +
        `instead of ${wanted[wrong]}. Choose another name, or change the input to match.`,
    );
  }
  report(`Took over the Neon project ${wanted.name} (${found.id}), which was there.`);
  return found;
}

const fixed = (found: Project | ProjectListItem) => ({
  regionId: found.region_id,
  pgVersion: found.pg_version as number,
});

function creation(wanted: Inputs): object {
  return compact({
    ...settings(wanted),
    region_id: wanted.regionId,
    pg_version: wanted.pgVersion,
    org_id: wanted.orgId,
    branch: { name: wanted.branchName, database_name: wanted.databaseName, role_name: wanted.roleName },
  });
}

/** What PATCH takes. Members left out stay as they are. */
function settings(wanted: Partial<Inputs>): object {
  const ips = wanted.allowedIps && { ips: wanted.allowedIps, protected_branches_only: false };
  return compact({
    name: wanted.name,
    history_retention_seconds: wanted.historyRetentionSeconds,
    default_endpoint_settings: {
      autoscaling_limit_min_cu: wanted.minComputeUnits,
      autoscaling_limit_max_cu: wanted.maxComputeUnits,
      suspend_timeout_seconds: wanted.suspendTimeoutSeconds,
    },
    settings: { allowed_ips: ips, enable_logical_replication: wanted.logicalReplication },
  });
}

async function change(session: Session, wanted: Inputs, outputs: Values): Promise<Values> {
  if (outputs.logicalReplication === true && wanted.logicalReplication === false) {
    throw new NeonError(
      `Logical replication of the Neon project ${wanted.name} cannot be turned off once it is on. Set logicalReplication to true.`,
    );
  }
  const changed = Object.entries(wanted).filter(
    ([input, value]) => !isDeepStrictEqual(value, outputs[input]),
  );
  const body = settings(Object.fromEntries(changed));
  if (isEmpty(body)) return {};
  const id = outputs.projectId as string;
  await session.client.change('PATCH', `/projects/${id}`, { project: body });
  return liveOf(session, id);
}

async function liveOf({ client }: Session, id: string): Promise<Values> {
  const found = await client.get<Project>(`/projects/${id}`, 'project');
  const branches = await client.all<Branch>(`/projects/${id}/branches`, 'branches');
  const endpoints = await client.get<Endpoint[]>(`/projects/${id}/endpoints`, 'endpoints');
  const main = branches.find((branch) => branch.default);
  const endpoint = endpoints.find(({ branch_id, type }) => branch_id === main?.id && type === 'read_write');
  const compute = found.default_endpoint_settings;
  return {
    name: found.name,
    ...fixed(found),
    ...(found.org_id ? { orgId: found.org_id } : {}),
    historyRetentionSeconds: found.history_retention_seconds,
    ...(compute?.autoscaling_limit_min_cu && { minComputeUnits: compute.autoscaling_limit_min_cu }),
    ...(compute?.autoscaling_limit_max_cu && { maxComputeUnits: compute.autoscaling_limit_max_cu }),
    suspendTimeoutSeconds: compute?.suspend_timeout_seconds ?? 0,
    allowedIps: found.settings?.allowed_ips?.ips ?? [],
    logicalReplication: found.settings?.enable_logical_replication ?? false,
    projectId: id,
    defaultBranchId: main?.id ?? null,
    defaultEndpointId: endpoint?.id ?? null,
    host: endpoint?.host ?? null,
    poolerHost: endpoint ? poolerHost(endpoint) : null,
  };
}
