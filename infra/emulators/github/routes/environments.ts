import { type Answer, type Call, param, Refusal, type Route, route, text } from '../../http/router.ts';
import { type Environment, type GithubState, now } from '../state.ts';
import { environmentOf, repositoryOf } from './find.ts';

const base = '/repos/{owner}/{repo}/environments/{environment_name}';
const policies = `${base}/deployment-branch-policies`;

export const environmentRoutes: readonly Route<GithubState>[] = [
  route(`GET ${base}`, (call) => ({ status: 200, body: bodyOf(environmentOf(call)) })),
  route(`PUT ${base}`, putEnvironment),
  route(`DELETE ${base}`, deleteEnvironment),
  route(`GET ${policies}`, (call) => {
    const all = environmentOf(call).policies;
    return { status: 200, body: { total_count: all.length, branch_policies: all.map(policyBody) } };
  }),
  route(`POST ${policies}`, createPolicy),
  route(`GET ${policies}/{branch_policy_id}`, (call) => ({ status: 200, body: policyBody(policyOf(call)) })),
  route(`PUT ${policies}/{branch_policy_id}`, (call) => {
    const policy = policyOf(call);
    policy.name = text(call.body.name) ?? policy.name;
    return { status: 200, body: policyBody(policy) };
  }),
  route(`DELETE ${policies}/{branch_policy_id}`, deletePolicy),
];

type Policy = Environment['policies'][number];

const policyBody = ({ id, name, type }: Policy): object => ({ id, node_id: `policy-${id}`, name, type });

function bodyOf({ id, name, createdAt, branchPolicy, waitTimer }: Environment): object {
  const rules = [
    ...(waitTimer > 0 ? [{ id, node_id: `rule-${id}`, type: 'wait_timer', wait_timer: waitTimer }] : []),
    ...(branchPolicy ? [{ id, node_id: `rule-${id}`, type: 'branch_policy' }] : []),
  ];
  const url = `https://api.github.com/environments/${name}`;
  return {
    ...{ id, node_id: `environment-${id}`, name, url, html_url: url },
    ...{ created_at: createdAt, updated_at: createdAt },
    protection_rules: rules,
    deployment_branch_policy: branchPolicy,
  };
}

function putEnvironment(call: Call<GithubState>): Answer {
  const { environments } = repositoryOf(call);
  const name = param(call, 'environment_name');
  const wanted = (call.body.deployment_branch_policy ?? null) as Environment['branchPolicy'];
  if (wanted && wanted.protected_branches === wanted.custom_branch_policies)
    throw new Refusal(422, 'protected_branches and custom_branch_policies cannot have the same value');
  call.state.nextId += 1;
  const known = environments.get(name);
  const environment: Environment = {
    id: known?.id ?? call.state.nextId,
    name,
    createdAt: known?.createdAt ?? now(),
    policies: known?.policies ?? [],
    secrets: known?.secrets ?? new Map(),
    variables: known?.variables ?? new Map(),
    waitTimer: (call.body.wait_timer as number | undefined) ?? 0,
    branchPolicy: wanted,
  };
  environments.set(name, environment);
  return { status: 200, body: bodyOf(environment) };
}

function deleteEnvironment(call: Call<GithubState>): Answer {
  repositoryOf(call).environments.delete(environmentOf(call).name);
  return { status: 204 };
}

function policyOf(call: Call<GithubState>): Policy {
  const id = Number(param(call, 'branch_policy_id'));
  const found = environmentOf(call).policies.find((policy) => policy.id === id);
  if (!found) throw new Refusal(404, 'Not Found');
  return found;
}

function createPolicy(call: Call<GithubState>): Answer {
  const environment = environmentOf(call);
  if (!environment.branchPolicy?.custom_branch_policies) throw new Refusal(404, 'Not Found');
  const [name, type] = [text(call.body.name) ?? '', call.body.type === 'tag' ? 'tag' : 'branch'] as const;
  const known = environment.policies.find((policy) => policy.name === name && policy.type === type);
  if (known) return { status: 200, body: policyBody(known) };
  call.state.nextId += 1;
  const policy: Policy = { id: call.state.nextId, name, type };
  environment.policies.push(policy);
  return { status: 200, body: policyBody(policy) };
}

function deletePolicy(call: Call<GithubState>): Answer {
  const environment = environmentOf(call);
  const policy = policyOf(call);
  environment.policies = environment.policies.filter((other) => other !== policy);
  return { status: 204 };
}
