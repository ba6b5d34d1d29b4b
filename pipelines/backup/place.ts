import type { PipelineEnv } from '@eo/app/contract/env.ts';
import { bech32 } from '@scure/base';
import { UsageError } from '../kit/options.ts';
import { BackupStore } from './store.ts';

/** Where the backups of a stack are, and the age identity that opens them. */
export interface BackupPlace {
  store: BackupStore;
  key: string;
}

/** @throws UsageError that says what is missing, and how to get it */
export function placeOf({ BACKUP_TO, BACKUP_KEY, STACK }: PipelineEnv): BackupPlace {
  if (!BACKUP_TO)
    throw new UsageError('Nobody said where backups are kept. Set BACKUP_TO, or --to <folder>.');
  if (!BACKUP_KEY)
    throw new UsageError(
      'Backups need a key, and without it they cannot be read. Make one, keep it elsewhere, and set it: ' +
        'export BACKUP_KEY=$(openssl rand -base64 32)',
    );
  return { store: new BackupStore(BACKUP_TO, STACK), key: identityOf(BACKUP_KEY) };
}

/** The secret itself where it is an age identity, else one of its 32 bytes (https://age-encryption.org/v1). */
export function identityOf(secret: string): string {
  if (secret.startsWith('AGE-SECRET-KEY-1')) return secret;
  return bech32.encodeFromBytes('AGE-SECRET-KEY-', Buffer.from(secret, 'base64')).toUpperCase();
}
