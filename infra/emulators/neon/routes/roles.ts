import { type Answer, type Call, param, part, Refusal, type Route, route, text } from '../../http/router.ts';
import type { BranchEntry, Role } from '../api.ts';
import { makeRole } from '../make.ts';
import {
  branchOf,
  makePassword,
  type NeonState,
  now,
  projectOf,
  startOperation,
  unlockedProject,
} from '../state.ts';

const base = '/projects/{project_id}/branches/{branch_id}/roles';

export const roleRoutes: readonly Route<NeonState>[] = [
  route(`GET ${base}`, (call) => ({ status: 200, body: { roles: reading(call).roles.map(shown) } })),
  route(`POST ${base}`, createRole),
  route(`GET ${base}/{role_name}`, (call) => ({
    status: 200,
    body: { role: shown(roleOf(reading(call), call)) },
  })),
  route(`DELETE ${base}/{role_name}`, deleteRole),
  route(`GET ${base}/{role_name}/reveal_password`, revealPassword),
  route(`POST ${base}/{role_name}/reset_password`, resetPassword),
];

/** Passwords are only in the answers that make one. */
const shown = ({ password: _password, ...role }: Role) => role;

const reading = (call: Call<NeonState>): BranchEntry =>
  branchOf(projectOf(call.state, param(call, 'project_id')), param(call, 'branch_id'));

function roleOf(at: BranchEntry, call: Call<NeonState>): Role {
  const found = at.roles.find(({ name }) => name === param(call, 'role_name'));
  if (!found) throw new Refusal(404, 'role not found');
  return found;
}

function createRole(call: Call<NeonState>): Answer {
  const entry = unlockedProject(call.state, param(call, 'project_id'));
  const at = branchOf(entry, param(call, 'branch_id'));
  const wanted = part(call, 'role');
  const name = text(wanted.name) ?? '';
  if (Buffer.byteLength(name) > 63) throw new Refusal(400, 'role name cannot exceed 63 bytes');
  if (at.roles.some((role) => role.name === name)) throw new Refusal(409, 'role already exists');
  const role = makeRole(at, name, wanted.no_login === true);
  return {
    status: 201,
    body: {
      role,
      operations: [startOperation(call.state, entry, 'apply_config', { branch_id: at.branch.id })],
    },
  };
}

function deleteRole(call: Call<NeonState>): Answer {
  const entry = unlockedProject(call.state, param(call, 'project_id'));
  const at = branchOf(entry, param(call, 'branch_id'));
  const role = at.roles.find(({ name }) => name === param(call, 'role_name'));
  if (!role) return { status: 204 };
  if (at.databases.some(({ owner_name }) => owner_name === role.name))
    throw new Refusal(422, 'role cannot be deleted because it owns a database');
  at.roles = at.roles.filter((other) => other !== role);
  const operations = [startOperation(call.state, entry, 'apply_config', { branch_id: at.branch.id })];
  return { status: 200, body: { role: shown(role), operations } };
}

function revealPassword(call: Call<NeonState>): Answer {
  const { project } = projectOf(call.state, param(call, 'project_id'));
  const role = roleOf(reading(call), call);
  if (!project.store_passwords) throw new Refusal(412, 'Storing passwords is disabled');
  return { status: 200, body: { password: role.password } };
}

function resetPassword(call: Call<NeonState>): Answer {
  const entry = unlockedProject(call.state, param(call, 'project_id'));
  const at = branchOf(entry, param(call, 'branch_id'));
  const role = roleOf(at, call);
  Object.assign(role, { password: makePassword(), updated_at: now() });
  return {
    status: 200,
    body: {
      role,
      operations: [startOperation(call.state, entry, 'apply_config', { branch_id: at.branch.id })],
    },
  };
}
