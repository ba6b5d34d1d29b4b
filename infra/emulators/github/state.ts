import sodium from 'libsodium-wrappers';
import { Refusal } from '../http/router.ts';

/** What an environment, or a repository itself, keeps for its workflows. */
export interface Store {
  /** Opened values by name; GitHub itself never gives them out again. */
  secrets: Map<string, { value: string; createdAt: string; updatedAt: string }>;
  variables: Map<string, { value: string; createdAt: string; updatedAt: string }>;
}

export interface Environment extends Store {
  id: number;
  name: string;
  createdAt: string;
  waitTimer: number;
  branchPolicy: { protected_branches: boolean; custom_branch_policies: boolean } | null;
  policies: { id: number; name: string; type: 'branch' | 'tag' }[];
}

export interface Repository extends Store {
  id: number;
  fullName: string;
  environments: Map<string, Environment>;
  keys: { publicKey: Uint8Array; privateKey: Uint8Array };
  keyId: string;
}

/** All that the emulated account holds; repositories are there from the start, as a stack does not make them. */
export interface GithubState {
  repositories: Map<string, Repository>;
  nextId: number;
}

export const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

export async function makeState(fullNames: readonly string[]): Promise<GithubState> {
  await sodium.ready;
  const state: GithubState = { repositories: new Map(), nextId: 1_000 };
  for (const fullName of fullNames) {
    state.nextId += 1;
    state.repositories.set(fullName.toLowerCase(), {
      id: state.nextId,
      fullName,
      ...{ secrets: new Map(), variables: new Map(), environments: new Map() },
      keys: sodium.crypto_box_keypair(),
      keyId: String(568_250_167_242_549_700 + state.nextId),
    });
  }
  return state;
}

/** Opens a sealed box as GitHub does. */
export function unseal({ keys, keyId }: Repository, encrypted: string, givenKeyId: string): string {
  if (givenKeyId !== keyId) throw new Refusal(422, 'Bad request - key_id does not match the public key');
  try {
    const box = sodium.from_base64(encrypted, sodium.base64_variants.ORIGINAL);
    return sodium.to_string(sodium.crypto_box_seal_open(box, keys.publicKey, keys.privateKey));
  } catch {
    throw new Refusal(422, 'Bad request - the secret is not encrypted with the public key');
  }
}

export const publicKeyOf = ({ keys, keyId }: Repository): object => ({
  key_id: keyId,
  key: sodium.to_base64(keys.publicKey, sodium.base64_variants.ORIGINAL),
});
