import { type Answer, type Call, param, part, Refusal, type Route, route, text } from '../../http/router.ts';
import type { Branch, BranchEntry, Endpoint, ProjectEntry } from '../api.ts';
import { checkBranchCount, checkCompute, checkProtected } from '../limits.ts';
import { makeBranch, makeEndpoint } from '../make.ts';
import {
  branchOf,
  defaultBranch,
  makeId,
  type NeonState,
  now,
  projectOf,
  startOperation,
  unlockedProject,
} from '../state.ts';

export const branchRoutes: readonly Route<NeonState>[] = [
  route('GET /projects/{project_id}/branches', listBranches),
  route('POST /projects/{project_id}/branches', createBranch),
  route('GET /projects/{project_id}/branches/{branch_id}', getBranch),
  route('PATCH /projects/{project_id}/branches/{branch_id}', updateBranch),
  route('DELETE /projects/{project_id}/branches/{branch_id}', deleteBranch),
];

const annotationOf = ({ branch, annotation }: BranchEntry) => ({
  object: { type: 'console/branch', id: branch.id },
  value: annotation,
});

function listBranches(call: Call<NeonState>): Answer {
  const entry = projectOf(call.state, param(call, 'project_id'));
  const search = call.query.get('search') ?? '';
  const found = entry.branches.filter(
    ({ branch }) => branch.name.includes(search) || branch.id.includes(search),
  );
  const annotations = Object.fromEntries(found.map((one) => [one.branch.id, annotationOf(one)]));
  return { status: 200, body: { branches: found.map(({ branch }) => branch), annotations } };
}

function getBranch(call: Call<NeonState>): Answer {
  const found = branchOf(projectOf(call.state, param(call, 'project_id')), param(call, 'branch_id'));
  return { status: 200, body: { branch: found.branch, annotation: annotationOf(found) } };
}

/** A branch starts with its parent's roles, passwords and databases, and without an endpoint unless asked. */
function createBranch(call: Call<NeonState>): Answer {
  const { state } = call;
  const entry = unlockedProject(state, param(call, 'project_id'));
  const wanted = part(call, 'branch');
  const name = text(wanted.name) ?? makeId('br-').slice(3);
  checkName(entry, name);
  checkBranchCount(state, entry);
  checkProtected(state, wanted.protected);
  const parentId = text(wanted.parent_id);
  const parent = parentId ? branchOf(entry, parentId) : defaultBranch(entry);
  const annotation = (call.body.annotation_value ?? {}) as Record<string, string>;
  const made = makeBranch(entry, { ...branchFields(wanted), name, parent_id: parent.branch.id }, annotation);
  made.roles = parent.roles.map((role) => ({ ...role, branch_id: made.branch.id }));
  made.databases = parent.databases.map((database) => {
    state.nextDatabaseId += 1;
    return { ...database, id: state.nextDatabaseId, branch_id: made.branch.id };
  });
  return { status: 201, body: branchMade(state, entry, made, call.body.endpoints) };
}

function branchFields(wanted: Record<string, unknown>): Partial<Branch> {
  const names = ['parent_lsn', 'parent_timestamp', 'protected', 'init_source', 'expires_at'];
  return Object.fromEntries(Object.entries(wanted).filter(([key]) => names.includes(key)));
}

function branchMade(state: NeonState, entry: ProjectEntry, made: BranchEntry, wanted: unknown): unknown {
  const on = { branch_id: made.branch.id };
  const operations = [startOperation(state, entry, 'create_branch', on)];
  const endpoints = ((wanted ?? []) as Partial<Endpoint>[]).map((one) => {
    checkCompute(state, one);
    const endpoint = makeEndpoint(entry, { ...one, ...on, type: one.type ?? 'read_write' });
    operations.push(startOperation(state, entry, 'start_compute', { ...on, endpoint_id: endpoint.id }));
    return endpoint;
  });
  return { branch: made.branch, endpoints, operations, roles: made.roles, databases: made.databases };
}

/** Neon answers 409 `branch already exists` (neondatabase/neon-pkgs#307). */
function checkName(entry: ProjectEntry, name: string): void {
  if (entry.branches.some(({ branch }) => branch.name === name))
    throw new Refusal(409, 'branch already exists');
}

function updateBranch(call: Call<NeonState>): Answer {
  const entry = unlockedProject(call.state, param(call, 'project_id'));
  const { branch } = branchOf(entry, param(call, 'branch_id'));
  const wanted = part(call, 'branch');
  const name = text(wanted.name) ?? branch.name;
  if (name !== branch.name) checkName(entry, name);
  checkProtected(call.state, wanted.protected);
  const { expires_at: expiresAt = branch.expires_at } = wanted as { expires_at?: string | null };
  Object.assign(branch, { name, protected: wanted.protected ?? branch.protected, updated_at: now() });
  if (expiresAt) branch.expires_at = expiresAt;
  else delete branch.expires_at;
  return { status: 200, body: { branch, operations: [] } };
}

/** Not the default branch, not one with children; 204 when there is none (specification). */
function deleteBranch(call: Call<NeonState>): Answer {
  const entry = unlockedProject(call.state, param(call, 'project_id'));
  const id = param(call, 'branch_id');
  const found = entry.branches.find(({ branch }) => branch.id === id);
  if (!found) return { status: 204 };
  const { branch } = found;
  if (branch.default) throw new Refusal(422, 'cannot delete the default branch');
  if (branch.protected) throw new Refusal(422, 'cannot delete a protected branch');
  if (entry.branches.some((other) => other.branch.parent_id === id))
    throw new Refusal(422, 'cannot delete a branch that has children');
  entry.branches = entry.branches.filter((other) => other !== found);
  entry.endpoints = entry.endpoints.filter(({ branch_id }) => branch_id !== id);
  const operations = [startOperation(call.state, entry, 'delete_timeline', { branch_id: id })];
  return { status: 200, body: { branch, operations } };
}
