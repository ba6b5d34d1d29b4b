import { Refused, Unanswered } from '../errors.ts';

const mostTries = 4;

/**
 * Makes a thing once, though a run may be killed and an answer may be lost at any point: what is there already under
 * the same name is taken over, and a POST whose answer was lost is only sent again when it had no effect.
 */
export async function makeOnce<T>(find: () => Promise<T | undefined>, make: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    const found = await find();
    if (found) return found;
    try {
      return await make();
    } catch (error) {
      const taken = error instanceof Refused && error.status === 409;
      if (!(taken || error instanceof Unanswered) || tries === mostTries) throw error;
    }
  }
}
