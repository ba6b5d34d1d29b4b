import Type, { type Static } from 'typebox';

/**
 * Every error answer of the API is an RFC 9457 problem document with these codes.
 * `type` is `urn:problem:electricity-optimizer:<code>`, so that clients branch on a code, never on words.
 */
export const problems = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'A valid key or session is needed' },
  forbidden: { status: 403, title: 'This caller may not do that' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'unknown-zone': { status: 404, title: 'The zone is not known' },
  'no-prices': { status: 404, title: 'No prices are stored for this range' },
  'method-not-allowed': { status: 405, title: 'The method is not supported here' },
  'body-too-large': { status: 413, title: 'The request body is too large' },
  'unsupported-media-type': { status: 415, title: 'The content type is not supported' },
  conflict: { status: 409, title: 'This contradicts what is there' },
  'weak-password': { status: 422, title: 'The password is too easily guessed' },
  'link-expired': { status: 422, title: 'The link is no longer good' },
  'range-too-long': { status: 422, title: 'The range is too long' },
  'impossible-plan': { status: 422, title: 'No plan can keep every wish' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  'dependency-unavailable': { status: 503, title: 'A part that this answer needs is not available' },
  overloaded: { status: 503, title: 'Too many requests at once' },
  'planner-busy': { status: 503, title: 'The planner has too much to do' },
} as const;
export type ProblemCode = keyof typeof problems;

export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: Type.String(),
  errors: Type.Array(Type.Object({ path: Type.String(), message: Type.String() })),
});
export type Problem = Static<typeof Problem>;
