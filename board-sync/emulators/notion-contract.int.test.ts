import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorld, repository, type World } from '../testing/world.ts';
import type { EmulatedCall } from './server.ts';

/** Where Notion's specification lies, next to the repository; `NOTION_OPENAPI` names another place. */
const file =
  process.env.NOTION_OPENAPI ??
  new URL('../../../shared/vendor/notion-openapi.2022-06-28.json', import.meta.url);

interface Operation {
  parameters?: { name: string; in: string }[];
  requestBody?: { content: { 'application/json': { schema: { properties: Record<string, object> } } } };
  responses: Record<string, { content?: Record<string, { examples?: { Result?: { value: string } } }> }>;
}
type Document = { paths: Record<string, Record<string, Operation>> };

/** The operation of the specification that a call is. */
function operationOf({ paths }: Document, { method, path }: EmulatedCall): Operation | undefined {
  const wanted = path.split('?')[0]?.split('/') ?? [];
  const [, item] =
    Object.entries(paths).find(([template]) => {
      const parts = template.split('/');
      return (
        parts.length === wanted.length &&
        parts.every((part, index) => part.startsWith('{') || part === wanted[index])
      );
    }) ?? [];
  return item?.[method.toLowerCase()];
}

/** What a call asks for that the specification does not know. */
function strangeIn(document: Document, call: EmulatedCall): string[] {
  const operation = operationOf(document, call);
  if (!operation) return [`${call.method} ${call.path}`];
  const known = operation.requestBody?.content['application/json'].schema.properties ?? {};
  const queries = new URL(call.path, 'http://notion').searchParams.keys();
  return [
    ...Object.keys(call.body ?? {}).filter((name) => !(name in known)),
    ...[...queries].filter((name) => !operation.parameters?.some((each) => each.name === name)),
  ];
}

describe.skipIf(!existsSync(file))(
  "Notion's specification of 2022-06-28 (skipped where it is not at hand)",
  () => {
    let world: World;
    let document: Document;

    beforeAll(async () => {
      document = JSON.parse(readFileSync(file, 'utf8'));
      world = await makeWorld({
        todo: '- [ ] One {#T-1}\n- [ ] Two {#T-2}\n',
        notion: { partialPages: true },
      });
      world.github.addThing(repository, { title: 'Three' });
      world.write(
        'event.json',
        JSON.stringify({ issue: { number: 1 }, repository: { full_name: repository } }),
      );
      world.env.GITHUB_EVENT_PATH = `${world.folder}/event.json`;
      await world.run('setup');
      await world.run('all');
      world.write('TODO.md', '- [x] One {#T-1}\n');
      await world.run('all');
      await world.run('github', '--mode', 'event');
    });
    afterAll(() => world?.close());

    it('knows every call of the sync, with all that it sends', () => {
      expect(new Set(world.notion.calls.map(({ method }) => method))).toEqual(
        new Set(['GET', 'PATCH', 'POST']),
      );
      expect(world.notion.calls.flatMap((call) => strangeIn(document, call))).toEqual([]);
    });

    it('shows a database as the emulator does', async () => {
      const example = document.paths['/v1/databases/{database_id}']?.get?.responses['200'];
      const shown = JSON.parse(example?.content?.['application/json']?.examples?.Result?.value ?? '{}');
      const headers = { authorization: 'Bearer notion-token', 'notion-version': '2022-06-28' };
      const answer = await fetch(`${world.notion.url}/v1/databases/${world.database.id}`, { headers });
      expect(Object.keys((await answer.json()) as object)).toEqual(
        expect.arrayContaining(Object.keys(shown).filter((name) => shown[name] !== undefined)),
      );
    });
  },
);
