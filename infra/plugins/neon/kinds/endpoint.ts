import type { Endpoint } from '@neondatabase/api-client';
import Type, { type Static } from 'typebox';
import type { Values } from '../../protocol/kind.ts';
import { memberOf } from '../client/client.ts';
import { nullIfGone } from '../errors.ts';
import type { Session } from '../session.ts';
import { compact, isEmpty } from './compact.ts';
import { poolerHost } from './hosts.ts';
import { branchId, computeUnits, name, projectId, suspendTimeoutSeconds } from './inputs.ts';
import type { NeonKind } from './kind.ts';
import { makeOnce } from './make-once.ts';

const inputs = Type.Object({
  projectId,
  branchId,
  type: Type.Union([Type.Literal('read_write'), Type.Literal('read_only')], {
    default: 'read_write',
    description: 'read_write or read_only',
  }),
  name: Type.Optional(name),
  minComputeUnits: Type.Optional(computeUnits),
  maxComputeUnits: Type.Optional(computeUnits),
  suspendTimeoutSeconds: Type.Optional(suspendTimeoutSeconds),
});
type Inputs = Static<typeof inputs>;

/**
 * A compute of a branch. A branch has one that writes, and the default branch of a new project has it already, so that
 * is taken over; those that only read are told apart by their names.
 */
export const endpoint: NeonKind<Inputs> = {
  what: 'endpoint',
  inputs,
  replacing: ['projectId', 'branchId', 'type'],
  holdsData: false,
  rules: ({ type, name: label, minComputeUnits: min, maxComputeUnits: max }) => ({
    name: type === 'read_only' && label === undefined && 'is missing: an endpoint that only reads needs one',
    maxComputeUnits: Number(min) > Number(max) && `is ${max}, less than minComputeUnits (${min})`,
  }),
  make: async (session, wanted) => {
    const path = `/projects/${wanted.projectId}/endpoints`;
    const made = await makeOnce(
      async () =>
        (await session.client.get<Endpoint[]>(path, 'endpoints')).find((one) => isWanted(one, wanted)),
      async () => {
        const body = { endpoint: { ...settings(wanted), branch_id: wanted.branchId, type: wanted.type } };
        return memberOf<Endpoint>(await session.client.change('POST', path, body), 'endpoint');
      },
    );
    const before = valuesOf(made);
    const live = { ...before, ...(await change(session, wanted, before)) };
    return { id: `${wanted.projectId}/${made.id}`, live };
  },
  change,
  look: async ({ client }, id) => {
    const [project, found] = id.split('/');
    const live = await nullIfGone(
      client.get<Endpoint>(`/projects/${project}/endpoints/${found}`, 'endpoint'),
    );
    return live && valuesOf(live);
  },
  remove: async ({ client }, outputs) => {
    await nullIfGone(client.change('DELETE', pathOf(outputs)));
  },
};

const pathOf = ({ projectId: project, endpointId: id }: Values): string =>
  `/projects/${project}/endpoints/${id}`;

function isWanted(one: Endpoint, wanted: Inputs): boolean {
  if (one.branch_id !== wanted.branchId || one.type !== wanted.type) return false;
  return wanted.type === 'read_write' || one.name === wanted.name;
}

function settings(wanted: Partial<Inputs>): object {
  return compact({
    name: wanted.name,
    autoscaling_limit_min_cu: wanted.minComputeUnits,
    autoscaling_limit_max_cu: wanted.maxComputeUnits,
    suspend_timeout_seconds: wanted.suspendTimeoutSeconds,
  });
}

async function change({ client }: Session, wanted: Inputs, outputs: Values): Promise<Values> {
  const changed = Object.entries(wanted).filter(([input, value]) => value !== outputs[input]);
  const body = settings(Object.fromEntries(changed));
  if (isEmpty(body)) return {};
  const answer = await client.change('PATCH', pathOf(outputs), { endpoint: body });
  return valuesOf(memberOf<Endpoint>(answer, 'endpoint'));
}

function valuesOf(found: Endpoint): Values {
  return {
    projectId: found.project_id,
    branchId: found.branch_id,
    endpointId: found.id,
    type: found.type,
    ...(found.name ? { name: found.name } : {}),
    minComputeUnits: found.autoscaling_limit_min_cu,
    maxComputeUnits: found.autoscaling_limit_max_cu,
    suspendTimeoutSeconds: found.suspend_timeout_seconds,
    host: found.host,
    poolerHost: poolerHost(found),
  };
}
