import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ResourceKind, Values } from '../../protocol/kind.ts';
import { anything } from '../client/client.ts';
import * as shapes from '../client/shapes.ts';
import { nullIfGone, unlessGone } from '../errors.ts';
import { env, environmentId, name, ownerId, secretFiles } from '../fields/common.ts';
import { checkAgainst, type Fields, inputsAmong, normalised, respelled } from '../fields/field.ts';
import { makeOnce } from '../make-once.ts';
import { moveToEnvironment } from '../membership.ts';
import { ownerFor } from '../owner.ts';
import { envVarBody, secretFileBody } from '../service/body.ts';
import type { Session } from '../session.ts';
import { compared, unlike } from './compared.ts';

const fields: Fields = { name, ownerId, environmentId, env, secretFiles };

/** Variables and files that several services share. */
export function envGroup(open: () => Session): ResourceKind {
  return {
    secrets: ['env', 'secretFiles'],
    check: (inputs, pending) => checkAgainst(fields, inputs, pending),
    diff: async (_id, outputs, inputs) => compared(fields, outputs, inputs),
    create: async (inputs) => {
      const { id } = await make(open(), inputs);
      return { id, outputs: { ...inputs, revision: randomUUID() } };
    },
    update: async (id, inputs, outputs) => {
      await change(open(), id, inputs);
      return { ...inputs, revision: sameValues(inputs, outputs) ? outputs.revision : randomUUID() };
    },
    read: async (id, outputs) => {
      const session = open();
      const live = await nullIfGone(session.client.get(`/env-groups/${id}`, shapes.envGroup));
      if (!live) return null;
      const inputs = inputsOf(live);
      conceal(session, inputs);
      return { ...respelled(fields, outputs, inputs), revision: outputs.revision ?? randomUUID() };
    },
    inputsOf: (outputs) => inputsAmong(fields, outputs),
    delete: (id) => unlessGone(open().client.delete(`/env-groups/${id}`)),
  };
}

async function make(session: Session, inputs: Values): Promise<shapes.EnvGroup> {
  conceal(session, inputs);
  const owner = await ownerFor(session, inputs.ownerId);
  return makeOnce(session, {
    what: `env group ${inputs.name}`,
    path: '/env-groups',
    body: {
      ...{ name: inputs.name, ownerId: owner, environmentId: inputs.environmentId },
      ...{ envVars: envVarBody(inputs.env), secretFiles: secretFileBody(inputs.secretFiles) },
    },
    read: shapes.envGroup,
    find: async () => {
      const query = { name: inputs.name as string, ownerId: owner };
      const all = await session.client.all('/env-groups', 'envGroup', shapes.envGroup, query);
      const found = all.find((each) => each.name === inputs.name);
      // A list leaves the values out.
      return found && session.client.get(`/env-groups/${found.id}`, shapes.envGroup);
    },
    differing: (found) => unlike(fields, inputsOf(found), inputs),
  });
}

/** A group has no way to replace all values at once: each that differs is set or deleted by itself. */
async function change(session: Session, id: string, inputs: Values): Promise<void> {
  const { client } = session;
  conceal(session, inputs);
  const live = inputsOf(await client.get(`/env-groups/${id}`, shapes.envGroup));
  const want = normalised(fields, inputs);
  const path = `/env-groups/${id}`;
  const changed = unlike(fields, live, inputs);
  if (changed.includes('name')) await client.patch(path, { name: want.name }, anything);
  await setEach(session, `${path}/env-vars`, live.env, want.env, (value) => ({ value }));
  await setEach(session, `${path}/secret-files`, live.secretFiles, want.secretFiles, (content) => ({
    content,
  }));
  if (changed.includes('environmentId')) {
    await moveToEnvironment(session, id, live.environmentId, want.environmentId);
  }
}

async function setEach(
  { client }: Session,
  path: string,
  live: unknown,
  wanted: unknown,
  body: (value: string) => Values,
): Promise<void> {
  const [have, want] = [live, wanted] as Record<string, string>[];
  for (const [key, value] of Object.entries(want ?? {})) {
    if (have?.[key] !== value) await client.put(`${path}/${encodeURIComponent(key)}`, body(value));
  }
  for (const key of Object.keys(have ?? {}).filter((each) => want?.[each] === undefined)) {
    await unlessGone(client.delete(`${path}/${encodeURIComponent(key)}`));
  }
}

function inputsOf(live: shapes.EnvGroup): Values {
  return {
    name: live.name,
    ownerId: live.ownerId,
    environmentId: live.environmentId || undefined,
    env: Object.fromEntries(live.envVars.map(({ key, value }) => [key, value])),
    secretFiles: Object.fromEntries(live.secretFiles.map((file) => [file.name, file.content])),
  };
}

function sameValues(inputs: Values, outputs: Values): boolean {
  const [after, before] = [normalised(fields, inputs), normalised(fields, outputs)];
  return ['env', 'secretFiles'].every((each) => isDeepStrictEqual(after[each], before[each]));
}

function conceal({ redactor }: Session, inputs: Values): void {
  redactor.conceal([...Object.values(inputs.env ?? {}), ...Object.values(inputs.secretFiles ?? {})]);
}
