import { type Answer, type Call, param, part, Refusal, type Route, route, text } from '../../http/router.ts';
import type { BranchEntry, Database, ProjectEntry } from '../api.ts';
import { makeDatabase } from '../make.ts';
import { branchOf, type NeonState, now, projectOf, startOperation, unlockedProject } from '../state.ts';

const base = '/projects/{project_id}/branches/{branch_id}/databases';

export const databaseRoutes: readonly Route<NeonState>[] = [
  route(`GET ${base}`, (call) => ({ status: 200, body: { databases: reading(call).databases } })),
  route(`POST ${base}`, createDatabase),
  route(`GET ${base}/{database_name}`, (call) => ({
    status: 200,
    body: { database: databaseOf(reading(call), call) },
  })),
  route(`PATCH ${base}/{database_name}`, updateDatabase),
  route(`DELETE ${base}/{database_name}`, deleteDatabase),
];

const reading = (call: Call<NeonState>): BranchEntry =>
  branchOf(projectOf(call.state, param(call, 'project_id')), param(call, 'branch_id'));

function databaseOf(at: BranchEntry, call: Call<NeonState>): Database {
  const found = at.databases.find(({ name }) => name === param(call, 'database_name'));
  if (!found) throw new Refusal(404, 'database not found');
  return found;
}

function checkOwner(at: BranchEntry, owner: string): void {
  if (!at.roles.some(({ name }) => name === owner)) throw new Refusal(404, `role ${owner} not found`);
}

function checkName(at: BranchEntry, name: string): void {
  if (at.databases.some((database) => database.name === name))
    throw new Refusal(409, 'database already exists');
}

function done(call: Call<NeonState>, entry: ProjectEntry, database: Database, status: number): Answer {
  const operations = [startOperation(call.state, entry, 'apply_config', { branch_id: database.branch_id })];
  return { status, body: { database, operations } };
}

function createDatabase(call: Call<NeonState>): Answer {
  const entry = unlockedProject(call.state, param(call, 'project_id'));
  const at = branchOf(entry, param(call, 'branch_id'));
  const { name = '', owner_name: owner = '' } = part(call, 'database') as Record<string, string>;
  checkName(at, name);
  checkOwner(at, owner);
  return done(call, entry, makeDatabase(call.state, at, name, owner), 201);
}

function updateDatabase(call: Call<NeonState>): Answer {
  const entry = unlockedProject(call.state, param(call, 'project_id'));
  const at = branchOf(entry, param(call, 'branch_id'));
  const database = databaseOf(at, call);
  const wanted = part(call, 'database');
  const name = text(wanted.name) ?? database.name;
  const owner = text(wanted.owner_name) ?? database.owner_name;
  if (name !== database.name) checkName(at, name);
  checkOwner(at, owner);
  Object.assign(database, { name, owner_name: owner, updated_at: now() });
  return done(call, entry, database, 200);
}

function deleteDatabase(call: Call<NeonState>): Answer {
  const entry = unlockedProject(call.state, param(call, 'project_id'));
  const at = branchOf(entry, param(call, 'branch_id'));
  const database = at.databases.find(({ name }) => name === param(call, 'database_name'));
  if (!database) return { status: 204 };
  at.databases = at.databases.filter((other) => other !== database);
  return done(call, entry, database, 200);
}
