import type { Database } from '@neondatabase/api-client';
import Type, { type Static } from 'typebox';
import type { Values } from '../../protocol/kind.ts';
import { memberOf } from '../client/client.ts';
import { nullIfGone } from '../errors.ts';
import { allowDataLoss, branchId, projectId, sqlName } from './inputs.ts';
import type { NeonKind } from './kind.ts';
import { makeOnce } from './make-once.ts';

const inputs = Type.Object({ projectId, branchId, name: sqlName, ownerName: sqlName, allowDataLoss });
type Inputs = Static<typeof inputs>;

/** A database of a branch. Neon renames one in place, and gives it another owner in place. */
export const database: NeonKind<Inputs> = {
  what: 'database',
  inputs,
  replacing: ['projectId', 'branchId'],
  holdsData: true,
  make: async ({ client }, wanted) => {
    const path = `/projects/${wanted.projectId}/branches/${wanted.branchId}/databases`;
    const body = { database: { name: wanted.name, owner_name: wanted.ownerName } };
    const made = await makeOnce(
      async () => (await client.get<Database[]>(path, 'databases')).find(({ name }) => name === wanted.name),
      async () => memberOf<Database>(await client.change('POST', path, body), 'database'),
    );
    if (made.owner_name !== wanted.ownerName) await client.change('PATCH', pathOf(wanted), body);
    return { id: `${wanted.projectId}/${wanted.branchId}/${wanted.name}`, live: {} };
  },
  change: async ({ client }, wanted, outputs) => {
    const body = { database: { name: wanted.name, owner_name: wanted.ownerName } };
    if (wanted.name !== outputs.name || wanted.ownerName !== outputs.ownerName)
      await client.change('PATCH', pathOf(outputs), body);
    return {};
  },
  look: async ({ client }, id, outputs) => {
    const [projectOfId, branchOfId, nameOfId] = id.split('/');
    // A database that was renamed keeps the id that it got in the state; its outputs have the name.
    const at = { projectId: projectOfId, branchId: branchOfId, name: outputs.name ?? nameOfId };
    const live = await nullIfGone(client.get<Database>(pathOf(at), 'database'));
    return live && { ...at, ownerName: live.owner_name };
  },
  remove: async ({ client }, outputs) => {
    await nullIfGone(client.change('DELETE', pathOf(outputs)));
  },
};

const pathOf = ({ projectId: project, branchId: branch, name }: Values): string =>
  `/projects/${project}/branches/${branch}/databases/${encodeURIComponent(String(name))}`;
