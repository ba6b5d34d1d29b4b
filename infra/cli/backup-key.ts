import { readFile } from 'node:fs/promises';
import { backupKeyPattern } from '@eo/app/contract/env.ts';
import { CliError } from './errors.ts';

/** The key of backups in a file. @throws CliError when it cannot be read, or is none */
export async function readBackupKey(file: string): Promise<string> {
  const key = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CliError(`The key of the backups cannot be read: ${file} (${error.code}).`);
  });
  if (!backupKeyPattern.test(key.trim()))
    throw new CliError(
      `${file} holds no key of backups: 32 random bytes in base64, or an age identity, was expected.`,
    );
  return key.trim();
}
