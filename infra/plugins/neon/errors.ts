/** A failure an operator can mend: what failed, with which value, and the next step. It has no stack to show. */
export class NeonError extends Error {
  override name = 'NeonError';
  constructor(message: string) {
    super(message);
    this.stack = '';
  }
}

/** An answer of Neon that says no. */
export class Refused extends NeonError {
  override name = 'Refused';
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** No usable answer: the connection broke, or Neon failed. The effect may have happened all the same. */
export class Unanswered extends NeonError {
  override name = 'Unanswered';
}

/** Ctrl-C. */
export class Cancelled extends NeonError {
  override name = 'Cancelled';
  constructor() {
    super('Cancelled. What Neon has begun goes on there; the next `up` looks at it and finishes the rest.');
  }
}

/** The answer of a read or a deletion; null when the thing is gone. */
export async function nullIfGone<T>(asking: Promise<T>): Promise<T | null> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof Refused && (error.status === 404 || error.status === 410)) return null;
    throw error;
  }
}
