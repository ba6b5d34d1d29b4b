import { schema as published } from '@octokit/graphql-schema';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import * as issues from './issue-queries.ts';
import * as project from './project-queries.ts';

const { document } = project.writeFields('project', [
  { item: 'item', field: 'field', value: { text: 'text' } },
  { item: 'item', field: 'field', value: null },
]);
const documents = Object.entries({ ...issues, ...project, writeFields: document }).filter(
  (entry): entry is [string, string] => typeof entry[1] === 'string',
);
// schema.json of the same package, which its own validate() reads, is older and lacks updateProjectV2Field.
const schema = buildSchema(published.idl, { assumeValidSDL: true });

describe("GitHub's published schema", () => {
  it.each(documents)('knows all that %s asks for', (_name, text) => {
    expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
  });

  it('is asked more than ten questions', () => {
    expect(documents.length).toBeGreaterThan(10);
  });
});
