/** A failure an operator can mend: what failed, with which value, and the next step. It has no stack to show. */
export class RenderError extends Error {
  override name = 'RenderError';
  constructor(message: string) {
    super(message);
    this.stack = '';
  }
}

/** An answer of Render that says no. */
export class Refused extends RenderError {
  override name = 'Refused';
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** No usable answer: the connection broke, or Render failed. The effect may have happened all the same. */
export class Unanswered extends RenderError {
  override name = 'Unanswered';
}

/** Ctrl-C. */
export class Cancelled extends RenderError {
  override name = 'Cancelled';
  constructor() {
    super('Cancelled. What Render has begun goes on there; the next `up` looks at it and finishes the rest.');
  }
}

export function isGone(error: unknown): boolean {
  return error instanceof Refused && (error.status === 404 || error.status === 410);
}

/** Runs a deletion; something that is gone already is as wanted. */
export async function unlessGone(deleting: Promise<unknown>): Promise<void> {
  try {
    await deleting;
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** The answer of a read; null when the thing is gone. */
export async function nullIfGone<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
