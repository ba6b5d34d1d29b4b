import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { hasty } from './emulators/github.ts';
import { refused } from './emulators/notion.ts';
import type { EmulatedCall, Fault } from './emulators/server.ts';
import { editTodo, parseTodo } from './sources/todo-file.ts';
import { Crash } from './testing/fake-places.ts';
import {
  forgetCalls,
  makeWorld,
  roadmapOf,
  type World,
  type WorldOptions,
  writesOf,
} from './testing/world.ts';

let world: World;
afterEach(() => world.close());

const items = (count: number): string =>
  Array.from({ length: count }, (_, index) => `- [ ] Item ${index} {#I-${index} priority=High}\n`).join('');

async function open(options: WorldOptions): Promise<void> {
  world = await makeWorld(options);
  expect(await world.run('setup')).toMatchObject({ code: 0 });
  forgetCalls(world);
}

const isWrite = ({ method, path, body }: EmulatedCall): boolean =>
  path.includes('graphql')
    ? (body as { query: string }).query.startsWith('mutation')
    : method !== 'GET' && !path.endsWith('/query');
const liveCards = () => world.project.items.filter(({ isArchived }) => !isArchived);
const cardTitles = (): string[] => liveCards().map(({ draft }) => draft?.title ?? '');
const pageTitles = (): string[] =>
  world.notion.pagesOf(world.database).map(({ properties }) => {
    const title = properties.Title;
    return title?.type === 'title' ? title.title.map(({ plain_text }) => plain_text).join('') : '';
  });

/** Runs until all went well, as later runs do in life. */
async function runUntilWell(): Promise<void> {
  for (let run = 0; run < 12; run++) if ((await world.run('all')).code === 0) return;
  throw new Error(`not well after twelve runs: ${(await world.run('all')).stderr}`);
}

describe('2,000 items', () => {
  it('sync in full within the limits, telling how far they are, and then write nothing', async () => {
    await open({ todo: items(2000) });
    const begin = world.clock.now();
    const ran = await world.run('all');
    expect(ran, ran.stderr).toMatchObject({
      code: 0,
      stdout: '4000 created, 0 updated, 0 archived; 2000 items\n',
    });
    expect(ran.stderr).toMatch(/\d+ of 4000 changes made/);
    expect(new Set(pageTitles()).size).toBe(2000);
    expect(new Set(cardTitles()).size).toBe(2000);
    // A call that was refused for haste would have been made again.
    expect(world.notion.calls.filter(({ path }) => path === '/v1/pages')).toHaveLength(2000);
    expect(world.github.calls.filter(isWrite)).toHaveLength(4000);
    console.log(`2,000 items: ${Math.round((world.clock.now() - begin) / 60_000)} min at the services' pace`);
    forgetCalls(world);
    expect((await world.run('all')).stdout).toBe('nothing to do; 2000 items\n');
    expect(writesOf(world)).toEqual([]);
  }, 300_000);
});

/** What goes wrong, at every third call or so. */
const faults: [string, Fault][] = [
  ['a conflict (409)', refused(409, 'conflict_error', 'Conflict occurred while saving.')],
  ['haste (429)', refused(429, 'rate_limited', 'You have been rate limited.', 7)],
  ['haste at GitHub (403)', hasty(60)],
  ['a defect (500)', refused(500, 'internal_server_error', 'Unexpected error occurred.')],
  ['an overloaded service (503)', refused(503, 'service_unavailable', 'Notion is unavailable.')],
  ['a connection that breaks before', 'drop'],
  ['a connection that breaks after', 'drop-after'],
];

describe('nothing is lost or made twice in spite of', () => {
  it.each(faults)('%s', async (what, fault) => {
    await open({ todo: items(6) });
    let calls = 0;
    const sometimes = () => (calls++ % 3 === 1 ? fault : undefined);
    if (!what.includes('GitHub')) world.notion.setFaults(sometimes);
    if (!what.includes('409')) world.github.setFaults(sometimes);
    await runUntilWell();
    expect(pageTitles().sort()).toEqual(cardTitles().sort());
    expect(new Set(pageTitles()).size).toBe(6);
    expect(pageTitles()).toHaveLength(6);
  });

  it('pages that come in parts, and shortened to their id', async () => {
    await open({ todo: items(30), notion: { partialPages: true }, github: { partialPages: true } });
    expect(await world.run('all')).toMatchObject({ code: 0 });
    forgetCalls(world);
    expect((await world.run('all')).stdout).toBe('nothing to do; 30 items\n');
    expect(pageTitles()).toHaveLength(30);
    expect(cardTitles()).toHaveLength(30);
  });

  it('a service that is away: the run ends with 1 and a sentence, the next one goes on', async () => {
    await open({ todo: items(3) });
    world.notion.setFaults(() => 'drop');
    const ran = await world.run('all');
    expect(ran).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Notion cannot be used right now'),
    });
    expect((await world.json('queue')).depth).toBe(1);
    world.notion.setFaults(() => undefined);
    await runUntilWell();
    expect(pageTitles()).toHaveLength(3);
  });

  it('a death between replacing the options of a field and giving them back', async () => {
    await open({ todo: items(3) });
    await world.run('all');
    world.write('TODO.md', world.read('TODO.md').replace('#I-0 priority=High', '#I-0 priority=Urgent'));
    let replaced = false;
    world.github.setFaults((call) => {
      const { query } = call.body as { query: string };
      if (replaced) return 'drop';
      replaced = query.includes('updateProjectV2Field(');
      return undefined;
    });
    expect((await world.run('all')).code).toBe(1);
    const shown = () =>
      liveCards()
        .map(({ id }) => world.github.shownIn(world.project, id, 'Priority'))
        .sort();
    expect(shown()).toEqual([null, null, null]);
    world.github.setFaults(() => undefined);
    await runUntilWell();
    expect(shown()).toEqual(['High', 'High', 'Urgent']);
    expect(roadmapOf(world)['Item 1']).toMatchObject({ Priority: 'High' });
  });
});

const keys = ['I-0', 'I-1', 'I-2'] as const;
const values = ['Critical', 'High', 'Medium', 'Low'] as const;
type Place = 'todo' | 'project' | 'notion';
type Step =
  | { kind: 'edit'; key: (typeof keys)[number]; place: Place; value: (typeof values)[number] }
  | { kind: 'sync'; dieAt: number | null; done: boolean };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('edit' as const),
    key: fc.constantFrom(...keys),
    place: fc.constantFrom<Place>('todo', 'project', 'notion'),
    value: fc.constantFrom(...values),
  }),
  fc.record({ kind: fc.constant('sync' as const), dieAt: fc.option(fc.nat(6)), done: fc.boolean() }),
);

const cardOf = (key: string) => liveCards().find(({ draft }) => draft?.body.includes(`[todo/${key}]`));
const pageOf = (key: string) =>
  world.notion
    .pagesOf(world.database)
    .find(({ properties }) => JSON.stringify(properties.Notes).includes(`[todo/${key}]`));

/** Makes an edit as people do; false when the place does not show the item yet. */
function edit(place: Place, key: string, value: string): boolean {
  if (place === 'todo') world.write('TODO.md', editTodo(world.read('TODO.md'), key, { priority: value }));
  const field = world.project.fields.find(({ name }) => name === 'Priority');
  const option = field?.options?.find(({ name }) => name === value)?.id ?? '';
  const [card, page] = [cardOf(key), pageOf(key)];
  if (place === 'project') card?.values.set(field?.id ?? '', { option });
  if (place === 'notion' && page)
    world.notion.edit(world.database, page.id, { Priority: { select: { name: value } } });
  return place === 'todo' || Boolean(place === 'project' ? card : page);
}

/** What every place shows of an item. */
function prioritiesOf(key: string): unknown[] {
  const property = pageOf(key)?.properties.Priority;
  return [
    parseTodo(world.read('TODO.md')).find(({ id }) => id === key)?.fields.priority,
    world.github.shownIn(world.project, cardOf(key)?.id ?? '', 'Priority'),
    property?.type === 'select' ? property.select?.name : undefined,
  ];
}

/** A run that dies at its n-th change, before or after the service made it; nothing of it happens from then on. */
async function dyingRun(dieAt: number | null, done: boolean): Promise<void> {
  let writes = 0;
  let dead = false;
  const { sleep } = world.clock;
  world.clock.sleep = async (ms) => {
    if (dead) throw new Crash();
    return sleep(ms);
  };
  const die = (call: EmulatedCall): Fault | undefined => {
    if (!dead && isWrite(call) && writes++ === dieAt) {
      dead = true;
      return done ? 'drop-after' : 'drop';
    }
    return dead ? 'drop' : undefined;
  };
  world.notion.setFaults(die);
  world.github.setFaults(die);
  await world.run('all');
  world.clock.sleep = sleep;
  world.notion.setFaults(() => undefined);
  world.github.setFaults(() => undefined);
}

describe('any edits, runs and deaths, on the real places', () => {
  it('converge to one state with nothing twice and no edit lost', async () => {
    await open({ todo: items(3) });
    const property = fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      const last = new Map<string, Map<Place, string>>();
      let fresh = new Set<string>();
      for (const each of steps) {
        if (each.kind === 'sync') {
          await dyingRun(each.dieAt, each.done);
          fresh = new Set();
        } else if (edit(each.place, each.key, each.value)) {
          if (!fresh.has(each.key)) last.set(each.key, new Map());
          fresh.add(each.key);
          last.get(each.key)?.set(each.place, each.value);
        }
      }
      await runUntilWell();
      expect((await world.json('plan')).changes).toEqual([]);
      expect(pageTitles().sort()).toEqual(['Item 0', 'Item 1', 'Item 2']);
      expect(cardTitles().sort()).toEqual(['Item 0', 'Item 1', 'Item 2']);
      for (const key of keys) {
        const [first, ...others] = prioritiesOf(key);
        expect(others, key).toEqual([first, first]);
        if (last.has(key)) expect([...(last.get(key)?.values() ?? [])], key).toContain(first);
      }
    });
    // One world for all cases: the property holds from any state, and none is worth shrinking.
    await fc.assert(property, { numRuns: 12, endOnFailure: true });
  }, 300_000);
});
