import type { TSchema } from 'typebox';
import { Problem } from '../../contract/problem.ts';

/** An error of a route as OpenAPI tells it: a problem document, which may have members of its own. */
export const problemResponse = (schema: TSchema) => ({
  description: 'What went wrong',
  content: { 'application/problem+json': { schema } },
});

/** What every error of every route looks like. */
export const problemResponses = { '4xx': problemResponse(Problem), '5xx': problemResponse(Problem) };
