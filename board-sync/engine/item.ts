/**
 * What every place (TODO.md, GitHub, a project board, Notion) says about one piece of work, in one vocabulary. Dates are
 * `YYYY-MM-DD`, progress is a whole percentage, everything else is text; null is "empty".
 */
export type Value = string | number | null;

/** The fields that are kept in step, in the order in which people read them. */
export const fieldNames = [
  'title',
  'status',
  'phase',
  'priority',
  'category',
  'milestone',
  'assignee',
  'start',
  'due',
  'progress',
  'issueUrl',
  'prUrl',
] as const;
export type FieldName = (typeof fieldNames)[number];

/** A field that is absent is one the place does not carry: it has no opinion on it. */
export type Fields = Partial<Record<FieldName, Value>>;

/** One piece of work as one place shows it. */
export interface Entry {
  /** The place's own id: a page id, an item id, a key. */
  id: string;
  /** `todo/T-12` or `issue/owner/repo#7`; null for a card that people made by hand on a board. */
  key: string | null;
  fields: Fields;
  /** ISO time; of two entries that are the same item the older one stays. */
  createdAt?: string;
  /** Longer text that a board gets when the card is made, and that belongs to the board's people from then on. */
  notes?: string;
  /** What the place says and is not understood, in words: such fields are left as they are. */
  problems?: readonly string[];
  /** What a board needs to add the thing itself instead of a copy: GitHub's node id of an issue. */
  contentId?: string;
  /** False for old, finished work: it is kept in step where it exists, but not added anywhere. */
  worthAdding?: boolean;
}

export const statuses = ['Not Started', 'Planning', 'In Progress', 'Blocked', 'Review', 'Done'] as const;
export const priorities = ['Critical', 'High', 'Medium', 'Low'] as const;
export const phases = [
  'Phase 1: Backend',
  'Phase 2: Frontend',
  'Phase 3: Data/ML',
  'Phase 4: Infrastructure',
  'Phase 5: Security',
] as const;
export const categories = [
  'Backend',
  'Frontend',
  'Data/ML',
  'Infrastructure',
  'Security',
  'Testing',
  'Documentation',
] as const;
export const milestones = ['MVP', 'Beta', 'v1.0'] as const;

/** Finds the canonical spelling of a value among known ones; unknown values stay as they are. */
export function canonical(known: readonly string[], text: string): string {
  const wanted = text.trim().toLowerCase();
  return known.find((each) => each.toLowerCase() === wanted) ?? text.trim();
}

/** `1`, `phase 1` and `Backend` all mean `Phase 1: Backend`. */
export function canonicalPhase(text: string): string {
  const number = /^(?:phase\s*)?([1-5])$/i.exec(text.trim())?.[1];
  const found = phases.find((phase) =>
    number
      ? phase.startsWith(`Phase ${number}:`)
      : phase.toLowerCase().endsWith(`: ${text.trim().toLowerCase()}`),
  );
  return found ?? canonical(phases, text);
}
