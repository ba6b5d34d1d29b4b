import type { Branch } from '@neondatabase/api-client';
import Type, { type Static } from 'typebox';
import type { Values } from '../../protocol/kind.ts';
import { memberOf } from '../client/client.ts';
import { NeonError, nullIfGone } from '../errors.ts';
import type { Session } from '../session.ts';
import { compact, isEmpty } from './compact.ts';
import { allowDataLoss, branchId, flag, name, projectId } from './inputs.ts';
import type { NeonKind } from './kind.ts';
import { makeOnce } from './make-once.ts';

const instant = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$',
  description: 'an instant such as 2026-02-26T12:00:00Z',
});

const inputs = Type.Object({
  projectId,
  name,
  parentId: Type.Optional(branchId),
  parentTimestamp: Type.Optional(instant),
  parentLsn: Type.Optional(
    Type.String({ pattern: '^[0-9A-F]+/[0-9A-F]+$', description: 'an LSN such as 0/1EC5378' }),
  ),
  initSource: Type.Optional(
    Type.Union([Type.Literal('parent-data'), Type.Literal('schema-only')], {
      description: 'parent-data or schema-only',
    }),
  ),
  protected: Type.Optional(flag),
  expiresAt: Type.Optional(instant),
  allowDataLoss,
});
type Inputs = Static<typeof inputs>;

/**
 * A copy-on-write branch with its parent's data, roles and passwords. It has no endpoint of its own until one is made.
 * `parentId` is the default branch when left out.
 */
export const branch: NeonKind<Inputs> = {
  what: 'branch',
  inputs,
  replacing: ['projectId', 'parentId', 'parentTimestamp', 'parentLsn'],
  atCreation: ['initSource'],
  holdsData: true,
  rules: ({ parentTimestamp, parentLsn }) => ({
    parentLsn:
      parentTimestamp !== undefined &&
      parentLsn !== undefined &&
      'is given along with parentTimestamp: leave one out',
  }),
  make: async (session, wanted) => {
    const made = await makeOnce(
      () => findBranch(session, wanted),
      async () => {
        const body = { branch: creation(wanted) };
        const answer = await session.client.change('POST', `/projects/${wanted.projectId}/branches`, body);
        return memberOf<Branch>(answer, 'branch');
      },
    );
    const before = valuesOf(made);
    const live = { ...before, ...(await change(session, wanted, before)) };
    return { id: `${wanted.projectId}/${made.id}`, live };
  },
  change,
  look: async ({ client }, id) => {
    const [project, found] = id.split('/');
    const live = await nullIfGone(client.get<Branch>(`/projects/${project}/branches/${found}`, 'branch'));
    return live && valuesOf(live);
  },
  remove: async ({ client }, outputs) => {
    await nullIfGone(client.change('DELETE', pathOf(outputs)));
  },
};

const pathOf = ({ projectId: project, branchId: id }: Values): string =>
  `/projects/${project}/branches/${id}`;

async function findBranch({ client, report }: Session, wanted: Inputs): Promise<Branch | undefined> {
  const path = `/projects/${wanted.projectId}/branches`;
  const all = await client.all<Branch>(path, 'branches', { search: wanted.name });
  const found = all.find((candidate) => candidate.name === wanted.name);
  if (!found) return undefined;
  if (wanted.parentId && found.parent_id !== wanted.parentId) {
    throw new NeonError(
      `There is a Neon branch ${wanted.name} (${found.id}) already, off ${found.parent_id ?? 'no branch'} instead of ` +
        `${wanted.parentId}. Choose another name, or delete it in the Neon console.`,
    );
  }
  report(`Took over the Neon branch ${wanted.name} (${found.id}), which was there.`);
  return found;
}

function creation(wanted: Inputs): object {
  return {
    name: wanted.name,
    parent_id: wanted.parentId,
    parent_timestamp: wanted.parentTimestamp,
    parent_lsn: wanted.parentLsn,
    init_source: wanted.initSource,
    protected: wanted.protected,
    expires_at: wanted.expiresAt,
  };
}

async function change({ client }: Session, wanted: Inputs, outputs: Values): Promise<Values> {
  const body = compact({
    name: wanted.name === outputs.name ? undefined : wanted.name,
    protected: wanted.protected === outputs.protected ? undefined : wanted.protected,
    expires_at: wanted.expiresAt === outputs.expiresAt ? undefined : wanted.expiresAt,
  });
  if (isEmpty(body)) return {};
  const answer = await client.change('PATCH', pathOf(outputs), { branch: body });
  return valuesOf(memberOf<Branch>(answer, 'branch'));
}

function valuesOf(found: Branch): Values {
  return {
    projectId: found.project_id,
    branchId: found.id,
    name: found.name,
    ...(found.parent_id ? { parentId: found.parent_id } : {}),
    protected: found.protected,
    ...(found.expires_at ? { expiresAt: found.expires_at } : {}),
    default: found.default,
  };
}
