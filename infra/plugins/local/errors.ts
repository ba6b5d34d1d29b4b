/** A failure an operator can mend. Its message is one sentence and the next step; it has no stack to show. */
export class LocalError extends Error {
  override name = 'LocalError';
  constructor(message: string) {
    super(message);
    this.stack = '';
  }
}

/** Turns failures of files and disks into one sentence and the next step; leaves others as they are. */
export function explain(error: unknown, doing: string): Error {
  const { code, path, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  const where = path ?? 'a file';
  if (code === 'ENOSPC')
    return new LocalError(
      `The disk is full: ${doing} failed at ${where}. Free some space, then run it again.`,
    );
  // Node reports a recursive mkdir on a read-only file system as ENOENT.
  const cannotMake = code === 'ENOENT' && syscall === 'mkdir';
  if (cannotMake || code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new LocalError(
      `${doing} failed: ${where} cannot be written (${code}). ` +
        'Make it writable, or choose another folder: npx pulumi config set dataDir <folder>',
    );
  }
  return error instanceof Error ? error : new Error(String(error));
}
