import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Crash, type FakePlace, fakePlace, syncOptions } from '../testing/fake-places.ts';
import { sync } from './sync.ts';

/**
 * A world of one file and two boards, edited at random between runs, with runs that die at any call. After one run
 * that is left in peace all places show the same, nothing stands twice, and an item's field shows the last edit made
 * to it, unless two places were edited between the same two runs: then one of those edits.
 */
const keys = ['todo/a', 'todo/b', 'todo/c'] as const;
const placeNames = ['todo', 'project', 'notion'] as const;
const fields = ['title', 'status', 'progress'] as const;

type Step =
  | {
      kind: 'edit';
      key: (typeof keys)[number];
      place: (typeof placeNames)[number];
      field: (typeof fields)[number];
    }
  | { kind: 'sync'; dieAt: number | null; moment: 'before' | 'after' };

const edit: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('edit' as const),
  key: fc.constantFrom(...keys),
  place: fc.constantFrom(...placeNames),
  field: fc.constantFrom(...fields),
});
const run: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('sync' as const),
  dieAt: fc.option<number>(fc.nat(8)),
  moment: fc.constantFrom('before' as const, 'after' as const),
});

function world(): Record<(typeof placeNames)[number], FakePlace> {
  const todo = fakePlace('todo@main', 'source', { lazy: true });
  for (const key of keys) {
    todo.entries.set(key, { id: key, key, fields: { title: key, status: 'Not Started', progress: 0 } });
  }
  return { todo, project: fakePlace('project', 'board'), notion: fakePlace('notion', 'board') };
}

const find = (place: FakePlace, key: string) =>
  [...place.entries.values()].find((entry) => entry.key === key);

describe('any edits, runs and crashes', () => {
  it('converge to one state with nothing twice and no edit lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(edit, run), { maxLength: 40 }), async (steps) => {
        const { todo, project, notion } = world();
        const places = { todo, project, notion };
        const options = syncOptions();
        const order = [notion, project, todo];
        /** Edits since the last run that read the places, by item and field: the candidates for the final value. */
        const last = new Map<string, Map<string, string>>();
        let fresh = new Set<string>();
        let counter = 0;
        for (const step of steps) {
          if (step.kind === 'edit') {
            const entry = find(places[step.place], step.key);
            if (!entry) continue;
            const value = `${step.field}-${counter++}`;
            entry.fields = { ...entry.fields, [step.field]: value };
            const name = `${step.key} ${step.field}`;
            if (!fresh.has(name)) last.set(name, new Map());
            fresh.add(name);
            last.get(name)?.set(step.place, value);
          } else {
            let calls = 0;
            for (const place of order) {
              place.fault = (moment) => {
                if (moment === step.moment && calls++ === step.dieAt) throw new Crash();
              };
            }
            await sync(order, options).catch((error) => {
              if (!(error instanceof Crash)) throw error;
            });
            fresh = new Set();
          }
        }
        for (const place of order) place.fault = () => {};
        await sync(order, options);
        const { plan } = await sync(order, options);

        expect(plan.changes).toEqual([]);
        for (const place of [project, notion]) {
          expect([...place.entries.values()].map(({ key }) => key).sort()).toEqual([...keys]);
          for (const key of keys)
            expect(find(place, key)?.fields).toMatchObject(find(todo, key)?.fields ?? {});
        }
        for (const [name, candidates] of last) {
          const [key = '', field = 'title'] = name.split(' ');
          const shown = find(todo, key)?.fields[field as 'title'];
          expect([...candidates.values()], name).toContain(shown);
        }
      }),
      { numRuns: 500 },
    );
  });
});
