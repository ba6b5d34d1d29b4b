import { type Answer, type Call, param, Refusal, type Route, route, text } from '../../http/router.ts';
import { type GithubState, now, publicKeyOf, type Repository, type Store, unseal } from '../state.ts';
import { environmentOf, repositoryOf } from './find.ts';

/** Secrets and variables, of a repository and of its environments. */
type Find = (call: Call<GithubState>) => { repository: Repository; store: Store };

const ofRepository: Find = (call) => {
  const repository = repositoryOf(call);
  return { repository, store: repository };
};
const ofEnvironment: Find = (call) => ({ repository: repositoryOf(call), store: environmentOf(call) });

export const storeRoutes: readonly Route<GithubState>[] = [
  ...routesOf('/repos/{owner}/{repo}/actions', ofRepository),
  ...routesOf('/repos/{owner}/{repo}/environments/{environment_name}', ofEnvironment),
];

function routesOf(base: string, find: Find): Route<GithubState>[] {
  const [secret, variable] = [`${base}/secrets/{secret_name}`, `${base}/variables/{name}`];
  return [
    route(`GET ${base}/secrets/public-key`, (call) => ({
      status: 200,
      body: publicKeyOf(find(call).repository),
    })),
    route(`GET ${secret}`, (call) => ({
      status: 200,
      body: secretBody(find(call).store, nameIn(call, 'secret_name')),
    })),
    route(`PUT ${secret}`, (call) => putSecret(call, find(call))),
    route(`DELETE ${secret}`, (call) => remove(find(call).store.secrets, nameIn(call, 'secret_name'))),
    route(`POST ${base}/variables`, (call) => createVariable(call, find(call).store)),
    route(`GET ${variable}`, (call) => ({
      status: 200,
      body: variableBody(find(call).store, nameIn(call, 'name')),
    })),
    route(`PATCH ${variable}`, (call) => updateVariable(call, find(call).store)),
    route(`DELETE ${variable}`, (call) => remove(find(call).store.variables, nameIn(call, 'name'))),
  ];
}

/** Names are kept in capitals (GitHub's documentation of secrets and variables). */
const nameIn = (call: Call<GithubState>, parameter: string): string => param(call, parameter).toUpperCase();

function checkName(name: string): void {
  if (!/^[A-Z_][A-Z0-9_]*$/.test(name) || name.startsWith('GITHUB_'))
    throw new Refusal(
      422,
      `${name} is not a valid name: letters, digits and _, not starting with a digit or GITHUB_`,
    );
}

function found<T>(things: Map<string, T>, name: string): T {
  const thing = things.get(name);
  if (!thing) throw new Refusal(404, 'Not Found');
  return thing;
}

function secretBody({ secrets }: Store, name: string): object {
  const { createdAt, updatedAt } = found(secrets, name);
  return { name, created_at: createdAt, updated_at: updatedAt };
}

function putSecret(call: Call<GithubState>, { repository, store }: ReturnType<Find>): Answer {
  const name = nameIn(call, 'secret_name');
  checkName(name);
  const value = unseal(repository, text(call.body.encrypted_value) ?? '', text(call.body.key_id) ?? '');
  if (Buffer.byteLength(value) > 48 * 1024)
    throw new Refusal(422, 'secret value is too large: at most 48 KB');
  const before = store.secrets.get(name);
  store.secrets.set(name, { value, createdAt: before?.createdAt ?? now(), updatedAt: now() });
  return before ? { status: 204 } : { status: 201, body: {} };
}

function variableBody({ variables }: Store, name: string): object {
  const { value, createdAt, updatedAt } = found(variables, name);
  return { name, value, created_at: createdAt, updated_at: updatedAt };
}

function createVariable(call: Call<GithubState>, { variables }: Store): Answer {
  const name = (text(call.body.name) ?? '').toUpperCase();
  checkName(name);
  if (variables.has(name)) throw new Refusal(409, 'Already exists - Variable already exists');
  variables.set(name, { value: text(call.body.value) ?? '', createdAt: now(), updatedAt: now() });
  return { status: 201, body: {} };
}

function updateVariable(call: Call<GithubState>, { variables }: Store): Answer {
  const variable = found(variables, nameIn(call, 'name'));
  Object.assign(variable, { value: text(call.body.value) ?? variable.value, updatedAt: now() });
  return { status: 204 };
}

function remove(things: Map<string, unknown>, name: string): Answer {
  if (!things.delete(name)) throw new Refusal(404, 'Not Found');
  return { status: 204 };
}
