import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { Refusal } from '../http/router.ts';
import type { BranchEntry, Operation, ProjectEntry } from './api.ts';

export type Plan = 'free' | 'launch' | 'scale';

/** All that the emulated account holds. Tests may look, and may change things as a person in Neon's console would. */
export interface NeonState {
  readonly plan: Plan;
  /** How long each operation runs. */
  operationMs: number;
  /** The most projects the account may have; below the plan's own limit for tests of the refusal. */
  projectsLimit: number;
  /** Actions whose next operation ends as failed. */
  readonly failing: Set<string>;
  readonly projects: Map<string, ProjectEntry>;
  nextDatabaseId: number;
}

export const now = (): string => new Date().toISOString();
const words = ['small', 'quiet', 'bold', 'rapid', 'mute', 'young', 'still', 'green'];
const nouns = ['moon', 'river', 'tree', 'cloud', 'salad', 'field', 'dawn', 'frost'];

/** An id of Neon's form, e.g. `ep-small-moon-a1b2c3d4`. */
export function makeId(prefix: '' | 'br-' | 'ep-'): string {
  const pick = (list: readonly string[]) => list[randomInt(list.length)];
  return `${prefix}${pick(words)}-${pick(nouns)}-${randomBytes(4).toString('hex')}`;
}

/** A password of Neon's form: `npg_` and letters and digits. */
export const makePassword = (): string => `npg_${randomBytes(12).toString('hex')}`;

/** Starts an operation; what it makes is there at once, and in transition until it ends. */
export function startOperation(
  state: NeonState,
  entry: ProjectEntry,
  action: string,
  on: { branch_id?: string; endpoint_id?: string } = {},
): Operation {
  const at = now();
  const operation: Operation = {
    id: randomUUID(),
    project_id: entry.project.id,
    ...on,
    action,
    status: 'scheduling',
    failures_count: 0,
    created_at: at,
    updated_at: at,
    total_duration_ms: 0,
  };
  entry.operations.unshift(operation);
  if (state.failing.delete(action)) operation.error = 'emulated failure';
  entry.endsAt.set(operation.id, Date.now() + state.operationMs);
  return { ...operation };
}

/** Brings operations, and the states of what they work on, up to the present instant. */
export function advance(entry: ProjectEntry): void {
  for (const operation of entry.operations) {
    const endsAt = entry.endsAt.get(operation.id);
    if (endsAt === undefined) continue;
    const ended = operation.error === undefined ? 'finished' : 'failed';
    operation.status = Date.now() >= endsAt ? ended : 'running';
    if (operation.status === 'running') continue;
    entry.endsAt.delete(operation.id);
    operation.updated_at = now();
    operation.total_duration_ms = Math.max(0, Date.now() - Date.parse(operation.created_at));
  }
  if (entry.endsAt.size > 0) return;
  for (const { branch } of entry.branches)
    if (branch.current_state !== 'archived') branch.current_state = 'ready';
  for (const endpoint of entry.endpoints)
    if (endpoint.current_state === 'init') endpoint.current_state = endpoint.disabled ? 'idle' : 'active';
}

export function projectOf(state: NeonState, id: string): ProjectEntry {
  const entry = state.projects.get(id);
  if (!entry || entry.deletedAt) throw new Refusal(404, `project ${id} not found`);
  advance(entry);
  return entry;
}

/** The project of a mutation. Neon's sentence for one whose operations still run: neon_api.py of neondatabase/neon. */
export function unlockedProject(state: NeonState, id: string): ProjectEntry {
  const entry = projectOf(state, id);
  if (entry.endsAt.size === 0) return entry;
  throw new Refusal(
    423,
    'project already has running conflicting operations, scheduling of new ones is prohibited',
  );
}

export function branchOf(entry: ProjectEntry, id: string): BranchEntry {
  const found = entry.branches.find(({ branch }) => branch.id === id);
  if (!found) throw new Refusal(404, `branch ${id} not found`);
  return found;
}

export function defaultBranch(entry: ProjectEntry): BranchEntry {
  const found = entry.branches.find(({ branch }) => branch.default);
  if (!found) throw new Refusal(500, 'the project has no default branch');
  return found;
}
