import sodium from 'libsodium-wrappers';
import type { ResourceKind, Values } from '../../../plugins/protocol/kind.ts';
import type { Github } from '../client.ts';
import { kindOf } from './kind.ts';

export const repositorySecret = (github: Github): ResourceKind =>
  secret(
    github,
    ['repository', 'secretName'],
    ({ repository }) => `/repos/${github.owner}/${repository}/actions`,
  );

export const environmentSecret = (github: Github): ResourceKind =>
  secret(
    github,
    ['repository', 'environment', 'secretName'],
    ({ repository, environment }) => `/repos/${github.owner}/${repository}/environments/${environment}`,
  );

/** GitHub tells no value, only when it was set: another time than the known one means that someone else set it. */
function secret(github: Github, identity: readonly string[], base: (of: Values) => string): ResourceKind {
  const path = (of: Values): string => `${base(of)}/secrets/${of.secretName}`;
  const updatedAt = async (of: Values): Promise<unknown> => (await github.call('GET', path(of)))?.updated_at;
  return kindOf({
    identity,
    settings: ['value'],
    secrets: ['value'],
    put: async (inputs) => {
      const key = await github.call('GET', `${base(inputs)}/secrets/public-key`);
      const sealed = await seal(String(inputs.value), String(key?.key));
      await github.call('PUT', path(inputs), { encrypted_value: sealed, key_id: key?.key_id });
      return { remoteUpdatedAt: await updatedAt(inputs) };
    },
    look: async (outputs) => {
      const at = await updatedAt(outputs);
      if (at === undefined) return null;
      const isOurs = outputs.remoteUpdatedAt === undefined || at === outputs.remoteUpdatedAt;
      return { remoteUpdatedAt: at, ...(isOurs ? {} : { value: '' }) };
    },
    remove: async (outputs) => {
      await github.call('DELETE', path(outputs));
    },
  });
}

async function seal(value: string, publicKey: string): Promise<string> {
  await sodium.ready;
  const { ORIGINAL } = sodium.base64_variants;
  const box = sodium.crypto_box_seal(value, sodium.from_base64(publicKey, ORIGINAL));
  return sodium.to_base64(box, ORIGINAL);
}
