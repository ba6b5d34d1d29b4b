/**
 * A failure that people can mend; its message is one sentence and the next step. `code` is stable, for tests and logs.
 */
export class SyncError extends Error {
  override name = 'SyncError';
  constructor(
    readonly code: SyncErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export type SyncErrorCode =
  | 'usage'
  | 'config-missing'
  | 'config-broken'
  | 'config-invalid'
  | 'token-missing'
  | 'token-wrong'
  | 'token-scope'
  | 'database-not-shared'
  | 'database-schema'
  | 'notion-version'
  /** GitHub knows nothing under an id or name; the caller says what was looked for. */
  | 'not-found'
  | 'project-not-found'
  | 'project-schema'
  | 'repository-not-found'
  | 'event-missing'
  | 'too-much-change'
  | 'todo-changed'
  | 'hooks'
  | 'locked'
  /** The service did not answer, or answered with an error, after all retries: the next run goes on. */
  | 'unavailable'
  /** One item was refused; the others go on. */
  | 'item-refused';

/** What is said of any error in logs: people's errors by their message, defects with their name. */
export function describeError(error: unknown): string {
  if (error instanceof SyncError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
