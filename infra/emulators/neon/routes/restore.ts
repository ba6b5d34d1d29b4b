import { type Answer, type Call, param, Refusal, type Route, route, text } from '../../http/router.ts';
import type { BranchEntry, ProjectEntry } from '../api.ts';
import { makeBranch } from '../make.ts';
import { branchOf, type NeonState, now, projectOf, startOperation, unlockedProject } from '../state.ts';

export const restoreRoutes: readonly Route<NeonState>[] = [
  route('POST /projects/{project_id}/branches/{branch_id}/restore', restoreBranch),
  route('POST /projects/{project_id}/branches/{branch_id}/set_as_default', setAsDefault),
];

/** The branch keeps its id; what it was becomes a branch named `preserve_under_name`, which takes over its children. */
function restoreBranch(call: Call<NeonState>): Answer {
  const entry = unlockedProject(call.state, param(call, 'project_id'));
  const target = branchOf(entry, param(call, 'branch_id'));
  const source = branchOf(entry, text(call.body.source_branch_id) ?? '');
  const keepAs = text(call.body.preserve_under_name);
  const itself = source === target;
  const timestamp = text(call.body.source_timestamp);
  if (itself && !timestamp && !text(call.body.source_lsn))
    throw new Refusal(
      400,
      'source_timestamp or source_lsn is required to restore a branch to its own history',
    );
  const children = entry.branches.filter(({ branch }) => branch.parent_id === target.branch.id);
  if ((itself || children.length > 0) && !keepAs) throw new Refusal(400, 'preserve_under_name is required');
  checkWindow(entry, timestamp);
  if (keepAs) preserve(entry, target, keepAs, children);
  Object.assign(target.branch, { current_state: 'resetting', last_reset_at: now() });
  if (!itself) {
    target.roles = source.roles.map((role) => ({ ...role, branch_id: target.branch.id }));
    target.databases = source.databases.map((one) => ({ ...one, branch_id: target.branch.id }));
  }
  const operations = [startOperation(call.state, entry, 'create_branch', { branch_id: target.branch.id })];
  return { status: 200, body: { branch: target.branch, operations } };
}

function preserve(entry: ProjectEntry, target: BranchEntry, name: string, children: BranchEntry[]): void {
  if (entry.branches.some(({ branch }) => branch.name === name))
    throw new Refusal(409, 'branch already exists');
  const kept = makeBranch(entry, { name }, {});
  kept.roles = target.roles.map((role) => ({ ...role, branch_id: kept.branch.id }));
  kept.databases = target.databases.map((database) => ({ ...database, branch_id: kept.branch.id }));
  for (const { branch } of children) branch.parent_id = kept.branch.id;
  if (!target.branch.default) target.branch.parent_id = kept.branch.id;
}

function checkWindow(entry: ProjectEntry, timestamp: string | undefined): void {
  if (!timestamp) return;
  const oldest = Date.now() - entry.project.history_retention_seconds * 1000;
  if (Date.parse(timestamp) < oldest || Date.parse(timestamp) > Date.now())
    throw new Refusal(400, 'source_timestamp is outside of the history retention window');
}

function setAsDefault(call: Call<NeonState>): Answer {
  const entry = unlockedProject(call.state, param(call, 'project_id'));
  const { branch } = branchOf(projectOf(call.state, param(call, 'project_id')), param(call, 'branch_id'));
  for (const other of entry.branches) other.branch.default = other.branch === branch;
  return { status: 200, body: { branch, operations: [startOperation(call.state, entry, 'apply_config')] } };
}
