import type { ResourceKind, Values } from '../../protocol/kind.ts';
import * as shapes from '../client/shapes.ts';
import { nullIfGone, RenderError, unlessGone } from '../errors.ts';
import { allowDataLoss, environmentId, ipAllowList, name, ownerId, region } from '../fields/common.ts';
import {
  changedFields,
  checkAgainst,
  type Fields,
  inputsAmong,
  normalised,
  replacingFields,
  respelled,
} from '../fields/field.ts';
import { keyValuePlans } from '../fields/plans.ts';
import { choice } from '../fields/shape.ts';
import { keeping, makeOnce } from '../make-once.ts';
import { moveToEnvironment } from '../membership.ts';
import { ownerFor } from '../owner.ts';
import { dataLoss } from '../service/difference.ts';
import type { Session } from '../session.ts';

const policies = ['lru', 'lfu', 'random'].flatMap((order) => [`allkeys_${order}`, `volatile_${order}`]);

const fields: Fields = {
  name,
  ownerId,
  environmentId,
  region,
  allowDataLoss,
  plan: { shape: choice(...keyValuePlans), change: 'update', required: true },
  maxmemoryPolicy: {
    shape: choice('noeviction', 'volatile_ttl', ...policies),
    change: 'update',
    inherits: true,
  },
  persistenceMode: { shape: choice('off', 'snapshot', 'journal_snapshot'), change: 'update', inherits: true },
  ipAllowList: ipAllowList([]),
};

const timeoutMs = 15 * 60_000;
const pollMs = 2_000;
/** Render makes it `unknown`, then `creating`; a change takes it through `updating_instance` or `config_restart`. */
const settling = new Set(['unknown', 'creating', 'updating_instance', 'config_restart']);

/** A store that speaks the protocol of Redis. Its data is not lost without consent. */
export function keyValue(open: () => Session): ResourceKind {
  return {
    secrets: ['internalConnectionString', 'externalConnectionString'],
    check: (inputs, pending) => checkAgainst(fields, inputs, pending),
    diff: async (_id, outputs, inputs) => {
      const after = normalised(fields, inputs);
      const changed = changedFields(fields, normalised(fields, outputs), after);
      const replaces = replacingFields(fields, changed, after);
      if (replaces.length > 0 && outputs.allowDataLoss !== true) {
        throw new RenderError(
          dataLoss(
            `${replaces.join(' and ')} would replace the Key Value ${outputs.name}, and lose its data`,
          ),
        );
      }
      // One of its name would be taken for the new one, so the old must be gone first.
      return { changes: changed.length > 0, replaces, deleteBeforeReplace: replaces.length > 0 };
    },
    create: async (inputs) => {
      const session = open();
      const { id } = await make(session, inputs, await ownerFor(session, inputs.ownerId));
      return { id, outputs: await keeping(id, inputs, () => outputsOf(session, id, inputs)) };
    },
    update: async (id, inputs) => {
      const session = open();
      await change(session, id, inputs);
      return outputsOf(session, id, inputs);
    },
    read: async (id, outputs) => {
      const session = open();
      const live = await nullIfGone(session.client.get(`/key-value/${id}`, shapes.keyValue));
      if (!live) return null;
      return { ...respelled(fields, outputs, inputsOf(live)), ...(await told(session, live)) };
    },
    inputsOf: (outputs) => inputsAmong(fields, outputs),
    delete: async (id, outputs) => {
      if (outputs.allowDataLoss !== true) {
        throw new RenderError(dataLoss(`Deleting the Key Value ${outputs.name} would lose its data`));
      }
      await unlessGone(open().client.delete(`/key-value/${id}`));
    },
  };
}

function make(session: Session, inputs: Values, owner: string): Promise<shapes.KeyValue> {
  const settings = normalised(fields, inputs);
  const { allowDataLoss: _consent, environmentId: environment, ...body } = settings;
  return makeOnce(session, {
    what: `Key Value ${inputs.name}`,
    path: '/key-value',
    body: { ...body, ownerId: owner, environmentId: environment || undefined },
    read: shapes.keyValue,
    find: async () => {
      const query = { name: inputs.name as string, ownerId: owner };
      const all = await session.client.all('/key-value', 'keyValue', shapes.keyValue, query);
      return all.find((each) => each.name === inputs.name);
    },
    differing: (found) => unlike(inputsOf(found), inputs),
  });
}

function unlike(live: Values, inputs: Values): string[] {
  const { allowDataLoss: _consent, ...made } = fields;
  return changedFields(made, normalised(made, live), normalised(made, inputs));
}

async function change(session: Session, id: string, inputs: Values): Promise<void> {
  const live = inputsOf(await session.client.get(`/key-value/${id}`, shapes.keyValue));
  const wanted = normalised(fields, inputs);
  const changed = unlike(live, inputs);
  const patch = changed.filter((each) => each !== 'environmentId').map((each) => [each, wanted[each]]);
  if (patch.length > 0) {
    await session.client.patch(`/key-value/${id}`, Object.fromEntries(patch), shapes.keyValue);
  }
  if (changed.includes('environmentId')) {
    await moveToEnvironment(session, id, live.environmentId, wanted.environmentId);
  }
}

async function outputsOf(session: Session, id: string, inputs: Values): Promise<Values> {
  return { ...inputs, ...(await told(session, await untilSettled(session, id))) };
}

async function untilSettled(session: Session, id: string): Promise<shapes.KeyValue> {
  const { clock, signal } = session.client.connection;
  const deadline = clock.now() + timeoutMs;
  for (let last = ''; ; ) {
    const live = await session.client.get(`/key-value/${id}`, shapes.keyValue);
    if (!settling.has(live.status)) return live;
    if (live.status !== last) session.report(`${live.name}: ${live.status}`);
    last = live.status;
    if (clock.now() > deadline) {
      throw new RenderError(
        `The Key Value ${live.name} (${id}) is still ${live.status} after ${timeoutMs / 60_000} minutes: look at it in the dashboard, then run \`up\` again.`,
      );
    }
    await clock.sleep(pollMs, signal);
  }
}

async function told(session: Session, { id, status, version }: shapes.KeyValue): Promise<Values> {
  const info = await session.client.get(`/key-value/${id}/connection-info`, shapes.connectionInfo);
  const { internalConnectionString, externalConnectionString } = info;
  session.redactor.conceal([internalConnectionString, externalConnectionString]);
  return { internalConnectionString, externalConnectionString, status, version };
}

function inputsOf(live: shapes.KeyValue): Values {
  return {
    name: live.name,
    ownerId: live.owner.id,
    environmentId: live.environmentId || undefined,
    region: live.region,
    plan: live.plan,
    maxmemoryPolicy: live.options.maxmemoryPolicy,
    persistenceMode: live.options.persistenceMode,
    ipAllowList: live.ipAllowList,
  };
}
