/** A failure that people can mend; its message is one sentence and the next step. */
export class CliError extends Error {
  override name = 'CliError';
}

/** The system's own words for common failures of files and disks, with what to do. */
export function adviceFor(error: unknown): string | null {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  const path = (error as NodeJS.ErrnoException | undefined)?.path ?? 'a file';
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${path} cannot be written (${code}). Make the folder writable for this user, then run the command again.`;
    case 'ENOSPC':
      return `The disk is full: ${path} could not be written. Free some space, then run the command again.`;
    default:
      return null;
  }
}
