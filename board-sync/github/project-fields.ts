import { categories, type FieldName, milestones, phases, priorities, statuses } from '../engine/item.ts';

/** A field of the project that is kept in step. */
export interface BoardField {
  name: string;
  field: FieldName;
  type: 'SINGLE_SELECT' | 'TEXT' | 'DATE' | 'NUMBER';
  options: readonly string[];
}

/**
 * The project's fields. Status is every project's own. "Milestone", "Assignees" and "Title" are names that GitHub
 * keeps for itself, hence "Roadmap Milestone". People are text: each new option of a select would cost a rewrite of all.
 */
export const boardFields: readonly BoardField[] = [
  { name: 'Status', field: 'status', type: 'SINGLE_SELECT', options: statuses },
  { name: 'Phase', field: 'phase', type: 'SINGLE_SELECT', options: phases },
  { name: 'Priority', field: 'priority', type: 'SINGLE_SELECT', options: priorities },
  { name: 'Category', field: 'category', type: 'SINGLE_SELECT', options: categories },
  { name: 'Roadmap Milestone', field: 'milestone', type: 'SINGLE_SELECT', options: milestones },
  { name: 'Assignee', field: 'assignee', type: 'TEXT', options: [] },
  { name: 'Start Date', field: 'start', type: 'DATE', options: [] },
  { name: 'Due Date', field: 'due', type: 'DATE', options: [] },
  { name: 'Progress', field: 'progress', type: 'NUMBER', options: [] },
];

/** What a new project calls the first status; the same as ours where ours is not there. */
export const notStartedAliases = ['Todo', 'To do', 'Backlog'];

const colours: Readonly<Record<string, string>> = {
  'In Progress': 'YELLOW',
  Planning: 'BLUE',
  Blocked: 'RED',
  Review: 'PURPLE',
  Done: 'GREEN',
  Critical: 'RED',
  High: 'ORANGE',
};

/** An option as GitHub takes it. */
export const newOption = (name: string): { name: string; color: string; description: string } => ({
  name,
  color: colours[name] ?? 'GRAY',
  description: '',
});
