import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../problem.ts';

/**
 * Refuses requests beyond so many at once, at the cost of next to nothing, so that those under way are finished in
 * time. Register it first.
 */
export function registerOverload(app: FastifyInstance, maxAtOnce: number): void {
  let underWay = 0;
  app.addHook('onRequest', (_request, reply, done) => {
    if (underWay >= maxAtOnce) {
      const detail = `The API works on ${maxAtOnce} requests already. Try again in a second.`;
      return done(new ProblemError('overloaded', detail, [], 1));
    }
    underWay += 1;
    // Comes for answers that were sent and for connections that broke.
    reply.raw.once('close', () => {
      underWay -= 1;
    });
    done();
  });
}
