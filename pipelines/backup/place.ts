import type { LostStackEnv } from '@eo/app/contract/env.ts';
import { bech32 } from '@scure/base';
import { UsageError } from '../kit/options.ts';
import { folderObjects } from './objects/folder.ts';
import type { Objects } from './objects/objects.ts';
import { bucketAt, s3Objects } from './objects/s3.ts';
import { BackupStore } from './store.ts';

/** Where the backups of a stack are, and the age identities that open them. */
export interface BackupPlace {
  store: BackupStore;
  keys: Keys;
}

/** What is sealed opens with the first; the others open what was sealed before the key was changed. */
export type Keys = readonly [string, ...string[]];

/** @throws UsageError that says what is missing, and how to get it */
export function placeOf(env: LostStackEnv): BackupPlace {
  if (!env.BACKUP_TO)
    throw new UsageError(
      'Nobody said where backups are kept. Set backups:to of the stack, BACKUP_TO, or --to <folder or s3://bucket>.',
    );
  const [first, ...before] = (env.BACKUP_KEY ?? '').split(',').filter(Boolean).map(identityOf);
  if (!first)
    throw new UsageError(
      'Backups need a key, and without it they cannot be read. Make one, keep it elsewhere, and set it: ' +
        'export BACKUP_KEY=$(openssl rand -base64 32)',
    );
  return { store: new BackupStore(objectsOf(env.BACKUP_TO, env), env.STACK), keys: [first, ...before] };
}

function objectsOf(address: string, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY }: LostStackEnv): Objects {
  if (!address.includes('://')) return folderObjects(address);
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  return s3Objects(bucketAt(address), credentials);
}

/** The secret itself where it is an age identity, else one of its 32 bytes (https://age-encryption.org/v1). */
export function identityOf(secret: string): string {
  if (secret.startsWith('AGE-SECRET-KEY-1')) return secret;
  return bech32.encodeFromBytes('AGE-SECRET-KEY-', Buffer.from(secret, 'base64')).toUpperCase();
}
