import type { ResourceKind, Values } from '../../protocol/kind.ts';
import * as shapes from '../client/shapes.ts';
import { nullIfGone, unlessGone } from '../errors.ts';
import { idOf, name } from '../fields/common.ts';
import { checkAgainst, type Fields, inputsAmong, normalised, respelled } from '../fields/field.ts';
import { choice, flag } from '../fields/shape.ts';
import { keeping, makeOnce } from '../make-once.ts';
import type { Session } from '../session.ts';
import { compared, unlike } from './compared.ts';

const fields: Fields = {
  name,
  projectId: { shape: idOf('prj'), change: 'replace', required: true },
  protectedStatus: { shape: choice('protected', 'unprotected'), change: 'update', fallback: 'unprotected' },
  networkIsolationEnabled: { shape: flag, change: 'update', fallback: false },
};

/** An environment of a project. One of its name that came with the project is taken over, whatever its settings. */
export function environment(open: () => Session): ResourceKind {
  return {
    secrets: [],
    check: (inputs, pending) => checkAgainst(fields, inputs, pending),
    diff: async (_id, outputs, inputs) => compared(fields, outputs, inputs),
    create: async (inputs) => {
      const session = open();
      const made = await makeOnce(session, {
        what: `environment ${inputs.name}`,
        path: '/environments',
        body: normalised(fields, inputs),
        read: shapes.environment,
        find: async () =>
          (await environmentsOf(session, inputs.projectId)).find((each) => each.name === inputs.name),
        differing: () => [],
      });
      await keeping(made.id, inputs, () => change(session, made, inputs));
      return { id: made.id, outputs: inputs };
    },
    update: async (id, inputs) => {
      const session = open();
      await change(session, await session.client.get(`/environments/${id}`, shapes.environment), inputs);
      return inputs;
    },
    read: async (id, outputs) => {
      const live = await nullIfGone(open().client.get(`/environments/${id}`, shapes.environment));
      return live && respelled(fields, outputs, inputsAmong(fields, { ...live }));
    },
    inputsOf: (outputs) => inputsAmong(fields, outputs),
    delete: async (id, outputs) => {
      const session = open();
      const all = await environmentsOf(session, outputs.projectId);
      const live = all.filter((each) => each.id === id);
      if (staysFor(session, `environment ${outputs.name}`, live)) return;
      // Render keeps one environment in a project; the last goes with the project.
      if (all.length > 1) await unlessGone(session.client.delete(`/environments/${id}`));
    },
  };
}

/**
 * Whether environments must stay since something is in them: Render deletes that along with them, a Key Value that
 * is to be kept too. They are taken over by name when the stack comes back.
 */
export function staysFor(
  session: Session,
  what: string,
  environments: readonly shapes.Environment[],
): boolean {
  const members = environments.flatMap((each) => each.members);
  if (members.length > 0)
    session.report(`${what} stays: Render would delete ${members.join(', ')} along with it`);
  return members.length > 0;
}

/** The environments of a project. */
export async function environmentsOf({ client }: Session, projectId: unknown): Promise<shapes.Environment[]> {
  const query = { projectId: projectId as string };
  const all = await client.all('/environments', 'environment', shapes.environment, query);
  return all.filter((each) => each.projectId === projectId);
}

async function change({ client }: Session, live: shapes.Environment, inputs: Values): Promise<void> {
  const wanted = normalised(fields, inputs);
  const changed = unlike(fields, { ...live }, inputs).map((each) => [each, wanted[each]]);
  if (changed.length === 0) return;
  await client.patch(`/environments/${live.id}`, Object.fromEntries(changed), shapes.environment);
}
