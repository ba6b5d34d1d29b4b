import type { ResourceKind, Values } from '../../protocol/kind.ts';
import * as shapes from '../client/shapes.ts';
import { nullIfGone, unlessGone } from '../errors.ts';
import { name, ownerId } from '../fields/common.ts';
import { checkAgainst, type Fields, inputsAmong, respelled } from '../fields/field.ts';
import { choice, type Shape, text } from '../fields/shape.ts';
import { keeping, makeOnce } from '../make-once.ts';
import { ownerFor } from '../owner.ts';
import type { Session } from '../session.ts';
import { compared, unlike } from './compared.ts';

const registries = ['GITHUB', 'GITLAB', 'DOCKER', 'GOOGLE_ARTIFACT', 'AWS_ECR'];
const account: Fields = {
  registry: { shape: choice(...registries), change: 'update', required: true },
  username: { shape: text(/./, 'a name'), change: 'update', required: true },
};
/** A token that is wrong is not shown. */
const token: Shape = (value) => (typeof value === 'string' && value !== '' ? null : 'must be a text');
const fields: Fields = {
  ...{ name, ownerId },
  ...account,
  authToken: { shape: token, change: 'update', required: true },
};

/** What Render logs in with to pull private images. It never tells the token. */
export function registryCredential(open: () => Session): ResourceKind {
  return {
    secrets: ['authToken'],
    check: (inputs, pending) => checkAgainst(fields, inputs, pending),
    diff: async (_id, outputs, inputs) => compared(fields, outputs, inputs),
    create: async (inputs) => {
      const session = open();
      session.redactor.conceal([inputs.authToken]);
      const id = await make(session, inputs);
      return { id, outputs: inputs };
    },
    update: async (id, inputs) => {
      const session = open();
      session.redactor.conceal([inputs.authToken]);
      await set(session, id, inputs);
      return inputs;
    },
    read: async (id, outputs) => {
      const live = await nullIfGone(open().client.get(`/registrycredentials/${id}`, shapes.credential));
      if (!live) return null;
      const { name: liveName, registry, username } = live;
      return respelled(fields, outputs, { name: liveName, registry, username });
    },
    inputsOf: (outputs) => inputsAmong(fields, outputs),
    delete: (id) => unlessGone(open().client.delete(`/registrycredentials/${id}`)),
  };
}

/** A credential, and whether this run has made it. */
type Made = shapes.Credential & { isNew: boolean };

async function make(session: Session, inputs: Values): Promise<string> {
  const owner = await ownerFor(session, inputs.ownerId);
  const made = await makeOnce<Made>(session, {
    what: `registry credential ${inputs.name}`,
    path: '/registrycredentials',
    body: { ...inputs, ownerId: owner },
    read: (body) => ({ ...shapes.credential(body), isNew: true }),
    find: async () => {
      const query = { name: inputs.name as string, ownerId: owner };
      const all = await session.client.all('/registrycredentials', 'credential', shapes.credential, query);
      const found = all.find((each) => each.name === inputs.name);
      return found && { ...found, isNew: false };
    },
    differing: ({ registry, username }) => unlike(account, { registry, username }, inputs),
  });
  // Whether the token of one that is taken over is this one can't be known.
  if (!made.isNew) await keeping(made.id, inputs, () => set(session, made.id, inputs));
  return made.id;
}

async function set(session: Session, id: string, inputs: Values): Promise<void> {
  const { ownerId: _owner, ...body } = inputs;
  await session.client.patch(`/registrycredentials/${id}`, body, shapes.credential);
}
