import { createColors } from 'picocolors';
import type { Fields } from './item.ts';
import type { Place } from './place.ts';
import type { Change, Plan, Problem } from './plan.ts';

const signs = { create: '+', update: '~', archive: '-' } as const;

/** The plan for people: a line a change, then what people should know, then the counts. */
export function printPlan(plan: Plan, places: readonly Place[], colour: boolean): string {
  const colors = createColors(colour);
  const paint = { create: colors.green, update: colors.yellow, archive: colors.red };
  const labels = new Map(places.map(({ id, label }) => [id, label]));
  const rows = [
    ...plan.changes.map((change) => ({
      sign: paint[change.kind](signs[change.kind]),
      place: labels.get(change.place) ?? change.place,
      key: change.key,
      text: detail(change),
    })),
    ...remarks(plan).map((remark) => ({ sign: '!', ...remark })),
  ];
  const width = (column: 'place' | 'key'): number => Math.max(0, ...rows.map((row) => row[column].length));
  const [placeWidth, keyWidth] = [width('place'), width('key')];
  const lines = rows.map(
    ({ sign, place, key, text }) => ` ${sign}  ${place.padEnd(placeWidth)}  ${key.padEnd(keyWidth)}  ${text}`,
  );
  return [...lines, summary(plan)].join('\n');
}

/** What people should know of a plan besides its changes: edits that are dropped, and what is not understood. */
export const remarks = ({ conflicts, problems }: Plan): Problem[] => [
  ...conflicts.map(({ place, key, field, lost, kept }) => ({
    place,
    key,
    text: `${field}: both were edited; ${show(kept)} stays, ${show(lost)} is dropped`,
  })),
  ...problems,
];

/** "2 to create, 1 to update, 0 to archive; 40 items". */
export function summary(plan: Plan): string {
  const { create, update, archive } = counts(plan);
  const unchanged = create + update + archive === 0 ? 'nothing to do' : '';
  return `  ${unchanged || `${create} to create, ${update} to update, ${archive} to archive`}; ${plan.items} items`;
}

export function counts(plan: Plan): Record<Change['kind'], number> {
  const total = { create: 0, update: 0, archive: 0 };
  for (const { kind } of plan.changes) total[kind]++;
  return total;
}

/** The plan for machines. */
export function planAsJson(plan: Plan): object {
  return {
    counts: counts(plan),
    items: plan.items,
    existing: plan.existing,
    changes: plan.changes.map((change) => ({
      kind: change.kind,
      place: change.place,
      key: change.key,
      title: change.entry.fields.title ?? null,
      ...(change.kind === 'update' ? { from: change.from, to: change.to } : {}),
      ...(change.kind === 'archive' ? { why: change.why } : {}),
    })),
    conflicts: plan.conflicts,
    problems: plan.problems,
  };
}

function detail(change: Change): string {
  if (change.kind === 'create') return String(change.entry.fields.title ?? '');
  if (change.kind === 'archive') return change.why;
  return differences(change.from, change.to);
}

function differences(from: Fields, to: Fields): string {
  return Object.entries(to)
    .map(([name, value]) => `${name}: ${show(from[name as keyof Fields] ?? null)} → ${show(value ?? null)}`)
    .join(', ');
}

const show = (value: string | number | null): string => (value === null ? '(empty)' : String(value));
