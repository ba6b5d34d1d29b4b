import type { ResourceKind } from '../../protocol/kind.ts';
import * as shapes from '../client/shapes.ts';
import { nullIfGone, unlessGone } from '../errors.ts';
import { name, ownerId } from '../fields/common.ts';
import { checkAgainst, type Fields, inputsAmong, respelled } from '../fields/field.ts';
import { makeOnce } from '../make-once.ts';
import { ownerFor } from '../owner.ts';
import type { Session } from '../session.ts';
import { compared } from './compared.ts';
import { environmentsOf, staysFor } from './environment.ts';

/** Render makes a project with at least one environment. Only its making looks at the name of that one. */
const fields: Fields = { name, ownerId, firstEnvironment: { shape: name.shape, change: 'ignored' } };
const firstEnvironment = 'Production';

export function project(open: () => Session): ResourceKind {
  return {
    secrets: [],
    check: (inputs, pending) => checkAgainst(fields, inputs, pending),
    diff: async (_id, outputs, inputs) => compared(fields, outputs, inputs),
    create: async (inputs) => {
      const session = open();
      const owner = await ownerFor(session, inputs.ownerId);
      const { id } = await makeOnce(session, {
        what: `project ${inputs.name}`,
        path: '/projects',
        body: {
          ...{ name: inputs.name, ownerId: owner },
          environments: [{ name: inputs.firstEnvironment ?? firstEnvironment }],
        },
        read: shapes.project,
        find: async () => {
          const query = { name: inputs.name as string, ownerId: owner };
          const all = await session.client.all('/projects', 'project', shapes.project, query);
          return all.find((each) => each.name === inputs.name);
        },
        differing: () => [],
      });
      return { id, outputs: inputs };
    },
    update: async (id, inputs) => {
      await open().client.patch(`/projects/${id}`, { name: inputs.name }, shapes.project);
      return inputs;
    },
    read: async (id, outputs) => {
      const live = await nullIfGone(open().client.get(`/projects/${id}`, shapes.project));
      return live && respelled(fields, outputs, { name: live.name, ownerId: live.owner.id });
    },
    inputsOf: (outputs) => inputsAmong(fields, outputs),
    delete: async (id, outputs) => {
      const session = open();
      if (staysFor(session, `project ${outputs.name}`, await environmentsOf(session, id))) return;
      await unlessGone(session.client.delete(`/projects/${id}`));
    },
  };
}
