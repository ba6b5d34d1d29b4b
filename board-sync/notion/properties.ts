import { categories, type FieldName, milestones, phases, priorities, statuses } from '../engine/item.ts';

/** The roadmap's 13 properties: their names, types and first options. Notes has no field: it belongs to people. */
export const roadmapProperties = [
  { name: 'Title', type: 'title', field: 'title', options: [] },
  { name: 'Status', type: 'select', field: 'status', options: statuses },
  { name: 'Phase', type: 'select', field: 'phase', options: phases },
  { name: 'Priority', type: 'select', field: 'priority', options: priorities },
  { name: 'Category', type: 'select', field: 'category', options: categories },
  { name: 'Milestone', type: 'select', field: 'milestone', options: milestones },
  { name: 'Assignee', type: 'select', field: 'assignee', options: [] },
  { name: 'Start Date', type: 'date', field: 'start', options: [] },
  { name: 'Due Date', type: 'date', field: 'due', options: [] },
  { name: 'Progress', type: 'number', field: 'progress', options: [] },
  { name: 'Notes', type: 'rich_text', field: null, options: [] },
  { name: 'GitHub Issue', type: 'url', field: 'issueUrl', options: [] },
  { name: 'Related PRs', type: 'url', field: 'prUrl', options: [] },
] as const satisfies readonly RoadmapProperty[];

export interface RoadmapProperty {
  name: string;
  type: 'title' | 'select' | 'date' | 'number' | 'rich_text' | 'url';
  field: FieldName | null;
  options: readonly string[];
}
