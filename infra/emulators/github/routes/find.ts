import { type Call, param, Refusal } from '../../http/router.ts';
import type { Environment, GithubState, Repository } from '../state.ts';

export function repositoryOf(call: Call<GithubState>): Repository {
  const name = `${param(call, 'owner')}/${param(call, 'repo')}`.toLowerCase();
  const found = call.state.repositories.get(name);
  if (!found) throw new Refusal(404, 'Not Found');
  return found;
}

export function environmentOf(call: Call<GithubState>): Environment {
  const found = repositoryOf(call).environments.get(param(call, 'environment_name'));
  if (!found) throw new Refusal(404, 'Not Found');
  return found;
}
