/** Thrown when the feeds of the environment cannot be made; the message names the thing and the next step. */
export class FeedsConfigError extends Error {
  override name = 'FeedsConfigError';
}
