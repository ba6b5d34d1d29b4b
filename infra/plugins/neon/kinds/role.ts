import type { Role } from '@neondatabase/api-client';
import Type, { type Static } from 'typebox';
import type { Values } from '../../protocol/kind.ts';
import { memberOf } from '../client/client.ts';
import { NeonError, nullIfGone, Refused } from '../errors.ts';
import type { Session } from '../session.ts';
import { branchId, projectId, sqlName } from './inputs.ts';
import type { NeonKind } from './kind.ts';
import { makeOnce } from './make-once.ts';

const inputs = Type.Object({
  projectId,
  branchId,
  name: sqlName,
  passwordVersion: Type.Integer({ default: 1, minimum: 1, description: 'a whole number, 1 or more' }),
});
type Inputs = Static<typeof inputs>;

/** A PostgreSQL role that may log in. Raising `passwordVersion` gives it another password; the old one ends with that. */
export const role: NeonKind<Inputs> = {
  what: 'role',
  inputs,
  replacing: ['projectId', 'branchId', 'name'],
  holdsData: false,
  secrets: ['password'],
  make: async (session, wanted) => {
    const path = `/projects/${wanted.projectId}/branches/${wanted.branchId}/roles`;
    const made = await makeOnce(
      async () => (await session.client.get<Role[]>(path, 'roles')).find(({ name }) => name === wanted.name),
      async () => {
        const answer = await session.client.change('POST', path, { role: { name: wanted.name } });
        return memberOf<Role>(answer, 'role');
      },
    );
    const password = made.password ?? (await passwordOf(session, wanted));
    return { id: `${wanted.projectId}/${wanted.branchId}/${wanted.name}`, live: { password } };
  },
  change: async (session, wanted, outputs) => {
    if (wanted.passwordVersion === outputs.passwordVersion) return {};
    const answer = await session.client.change('POST', `${pathOf(wanted)}/reset_password`);
    return { password: memberOf<Role>(answer, 'role').password };
  },
  look: async (session, id) => {
    const [project = '', branch = '', name = ''] = id.split('/');
    const at = { projectId: project, branchId: branch, name };
    const live = await nullIfGone(session.client.get<Role>(pathOf(at), 'role'));
    return live && { ...at, password: await passwordOf(session, at) };
  },
  remove: async ({ client }, outputs) => {
    await nullIfGone(client.change('DELETE', pathOf(outputs as Inputs)));
  },
};

const pathOf = ({ projectId: project, branchId: branch, name }: Values | Inputs): string =>
  `/projects/${project}/branches/${branch}/roles/${encodeURIComponent(String(name))}`;

async function passwordOf(
  { client }: Session,
  at: Pick<Inputs, 'projectId' | 'branchId' | 'name'>,
): Promise<string> {
  try {
    return await client.get<string>(`${pathOf(at)}/reveal_password`, 'password');
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 412) throw error;
    throw new NeonError(
      `The password of the Neon role ${at.name} cannot be read: project ${at.projectId} does not store passwords. ` +
        'Choose another name for the role, or delete this one in the Neon console.',
    );
  }
}
