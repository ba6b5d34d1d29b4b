import { type Problem, type ProblemCode, problems } from '../contract/problem.ts';

/** An answer that is an error, as a problem document. Routes throw it; the error handler sends it. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly errors: Problem['errors'] = [],
    /** Seconds after which another try makes sense; sent as `Retry-After`. */
    readonly retryAfterSeconds: number | null = null,
    /** Members beside the usual ones. */
    readonly extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }

  get document(): Problem {
    const { status, title } = problems[this.code];
    const type = `urn:problem:electricity-optimizer:${this.code}`;
    return {
      type,
      title,
      status,
      detail: this.detail,
      code: this.code,
      errors: this.errors,
      ...this.extensions,
    };
  }
}
