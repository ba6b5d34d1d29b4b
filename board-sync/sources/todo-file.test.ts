import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FieldName, fieldNames, statuses, type Value } from '../engine/item.ts';
import { editTodo, isTodoField, parseTodo, todoView, withIds } from './todo-file.ts';

const file = `# Roadmap

## Phase 2: Frontend

- [ ] Draw the chart {#T-1 status="In Progress" progress=40}
  The first line of the notes.
    - [x] The axis {#T-2}
* [X] Serve prices {#T-3 issue=12 due=2026-12-24}

### Beta

- [ ] No id yet
- [ ] No id yet

\`\`\`
- [ ] An example {#T-9}
\`\`\`

# Ideas

1. Not a checklist
- [ ] {#T-8}
- [ ] Dream {#T-1}
`;

const itemOf = (text: string, id: string) => parseTodo(text).find((item) => item.id === id);

describe('parseTodo', () => {
  it('reads items with their attributes, notes and what headings say', () => {
    expect(parseTodo(file).map(({ id, fields }) => [id, fields.title, fields.status, fields.phase])).toEqual([
      ['T-1', 'Draw the chart', 'In Progress', 'Phase 2: Frontend'],
      ['T-2', 'The axis', 'Done', 'Phase 2: Frontend'],
      ['T-3', 'Serve prices', 'Done', 'Phase 2: Frontend'],
      [expect.stringMatching(/^t-\w{6}$/), 'No id yet', 'Not Started', 'Phase 2: Frontend'],
      [expect.stringMatching(/^t-\w{6}-2$/), 'No id yet', 'Not Started', 'Phase 2: Frontend'],
      [expect.stringMatching(/^t-\w{6}$/), 'Dream', 'Not Started', null],
    ]);
    expect(itemOf(file, 'T-1')).toMatchObject({
      notes: 'The first line of the notes.',
      fields: { progress: 40 },
    });
    expect(itemOf(file, 'T-3')).toMatchObject({ issue: 12, fields: { due: '2026-12-24', milestone: null } });
  });

  it.each([
    ['due=tomorrow', 'due', /due=tomorrow is passed over: .*YYYY-MM-DD/],
    ['due=2026-02-30', 'due', /2026-02-30 is passed over/],
    ['progress=half', 'progress', /percentage/],
  ] as const)('has no opinion on %s, and says why', (attribute, field, problem) => {
    const [item] = parseTodo(`- [ ] One {#T-1 ${attribute}}`);
    expect(item?.problems).toEqual([expect.stringMatching(problem)]);
    expect(item?.fields).not.toHaveProperty(field);
  });

  it.each([
    ['priority=high', 'priority', 'High'],
    ['phase=2', 'phase', 'Phase 2: Frontend'],
    ['phase=-', 'phase', null],
    ['progress=40%', 'progress', 40],
    ['progress=400', 'progress', 100],
    ['status=review', 'status', 'Review'],
    ['milestone="Next year"', 'milestone', 'Next year'],
  ] as const)('reads %s', (attribute, field, value) => {
    expect(parseTodo(`## Phase 1\n- [ ] One {#T-1 ${attribute}}`)[0]?.fields[field]).toBe(value);
  });
});

describe('withIds', () => {
  it('writes ids where there are none or where one stands twice, once, and touches no other line', () => {
    const written = withIds(file);
    expect(withIds(written)).toBe(written);
    const before = file.split('\n');
    const changed = written.split('\n').filter((line, index) => line !== before[index]);
    expect(changed).toEqual([
      expect.stringMatching(/^- \[ \] No id yet \{#t-\w{6}\}$/),
      expect.stringMatching(/^- \[ \] No id yet \{#t-\w{6}-2\}$/),
      expect.stringMatching(/^- \[ \] Dream \{#t-\w{6}\}$/),
    ]);
    expect(parseTodo(written).map(({ id }) => id)).toEqual(parseTodo(file).map(({ id }) => id));
  });
});

/** What people can write on a board. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('-', '"', 'a "b" c', '{#x}', 'a {due=1}', 'two\nlines', '# 1', ' x ', '[x]'),
  fc.constantFrom(...statuses, 'high', 'done', 'backend', '3', 'beta'),
);
const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const anyValueOf = (field: FieldName): fc.Arbitrary<Value> => {
  if (field === 'title') return text.filter((title) => title.trim() !== '');
  if (field === 'progress') return fc.option(fc.double({ min: -50, max: 500, noNaN: true }));
  return fc.option(field === 'start' || field === 'due' ? day : text);
};
const edit = fc
  .constantFrom(...fieldNames.filter(isTodoField))
  .chain((field) => anyValueOf(field).map((value) => ({ field, value })));

describe('editTodo', () => {
  it('shows every value as foretold, also again, and leaves all other items as they are', () => {
    const property = fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      let now = file;
      for (const { field, value } of edits) {
        const shown = todoView(field, value);
        const others = (all: string) => parseTodo(all).filter(({ id }) => id !== 'T-2');
        const before = others(now);
        now = editTodo(now, 'T-2', { [field]: shown });
        expect(itemOf(now, 'T-2')?.fields[field]).toBe(shown);
        expect(todoView(field, shown)).toBe(shown);
        expect(itemOf(now, 'T-2')?.problems).toEqual([]);
        expect(others(now)).toEqual(before);
      }
      const lines = file.split('\n');
      expect(now.split('\n').filter((line, index) => line !== lines[index]).length).toBeLessThanOrEqual(1);
    });
    fc.assert(property, { numRuns: 1000 });
  });

  it('keeps the endings of lines', () => {
    const windows = file.replaceAll('\n', '\r\n');
    const edited = editTodo(windows, 'T-1', { status: 'Done' });
    expect(edited.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(edited).toContain('- [x] Draw the chart {#T-1 progress=40}\r\n');
  });
});
