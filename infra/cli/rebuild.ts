import { readBackupKey } from './backup-key.ts';
import { CliError } from './errors.ts';
import { bucketCredentials, run as runPipeline } from './pipeline.ts';
import { recoverLost } from './recover.ts';
import { type Stack, setSecret } from './stack.ts';
import { keptState, putState, resourcesOf } from './stack-state.ts';
import { step } from './terminal.ts';

/** What `up` is told of the backups of a stack that is lost. */
export interface WhereBackupsAre {
  backupsFrom?: string;
  backupKeyFile?: string;
}

/**
 * Gives a stack that is lost the configuration and the secrets that it had, where its state was kept with its backups.
 *
 * @returns whether it has them: what Pulumi knows of the rest has to be compared with what is there
 */
export async function takeOver(
  stack: Stack,
  { backupsFrom, backupKeyFile }: WhereBackupsAre,
): Promise<boolean> {
  if (!backupsFrom || !backupKeyFile || resourcesOf(await stack.exportStack()) > 0) return false;
  const credentials = bucketCredentials(await stack.getAllConfig());
  const at = { from: backupsFrom, key: await readBackupKey(backupKeyFile), credentials };
  const takeOverKept = async () => {
    const kept = await keptState(stack.name, at, 'latest');
    if (kept) await putState(stack, kept);
    return kept;
  };
  const taken = await step('state', takeOverKept, (kept) =>
    kept ? `as it was kept at ${kept.id}` : 'was never kept there: the secrets will be others',
  );
  return taken !== null;
}

/** @throws CliError when the key cannot be read, or is none */
export async function configureBackups(
  stack: Stack,
  { backupsFrom, backupKeyFile }: WhereBackupsAre,
): Promise<void> {
  if (backupsFrom) await stack.setConfig('backups:to', { value: backupsFrom });
  if (!backupKeyFile) return;
  await setSecret(stack, 'secrets:backup-key', await readBackupKey(backupKeyFile));
}

/**
 * @param startedAt before which the backup was taken: the scheduler of the new stack makes one at once, of nothing
 * @throws CliError when the backup was not put back; the stack is up without it
 */
export async function restore(stack: Stack, wanted: string, startedAt: string): Promise<void> {
  if (wanted === 'latest' && (await recoverLost(stack, startedAt))) return;
  const { name } = stack;
  const which = wanted === 'latest' ? startedAt : wanted;
  const code = await runPipeline(['restore', '--stack', name, '--backup', which]);
  if (code !== 0)
    throw new CliError(
      `Stack ${name} is up, but the backup was not put back.\n` +
        `Once the reason is gone: npm run pipeline -- restore --stack ${name} --backup ${which}`,
    );
}
