import { SettingsError } from './settings-reader.ts';

/** Reads what a reference such as `op://vault/item/field` names. */
export type ReadReference = (reference: string) => Promise<string>;

type Open = (token: string) => Promise<{ secrets: { resolve(reference: string): Promise<string> } }>;

/**
 * 1Password through its official SDK, with the token of a service account from `OP_SERVICE_ACCOUNT_TOKEN`.
 * https://developer.1password.com/docs/sdks/load-secrets
 *
 * @throws SettingsError naming the reference, when it cannot be read; the token is not in the message
 */
export function onePassword(env: NodeJS.ProcessEnv = process.env, open: Open = openSdk): ReadReference {
  let vaults: ReturnType<Open> | undefined;
  return async (reference) => {
    const token = env.OP_SERVICE_ACCOUNT_TOKEN;
    if (!token) {
      throw new SettingsError(
        `${reference} is at 1Password, but OP_SERVICE_ACCOUNT_TOKEN is not set.\n` +
          'Make a service account that may read the vault, and export its token.',
      );
    }
    try {
      vaults ??= open(token);
      return await (await vaults).secrets.resolve(reference);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new SettingsError(
        `${reference} cannot be read from 1Password: ${reason.replaceAll(token, '…')}\n` +
          'Check the reference, and that the service account may read its vault.',
      );
    }
  };
}

/** The SDK brings a program of 10 MB: it is loaded when the first reference is read. */
const openSdk: Open = async (token) => {
  const { createClient } = await import('@1password/sdk');
  return createClient({ auth: token, integrationName: 'electricity-optimizer', integrationVersion: '0.1.0' });
};
