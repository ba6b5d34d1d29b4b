import { environments, pullRequests } from './environments.ts';
import { jobs, workflows } from './jobs.ts';
import { secrets } from './secrets.ts';
import { services } from './services.ts';
import type { Environment, Service, ServiceName, Target } from './types.ts';

/** Name of the product, of the Pulumi project and of its Docker network. */
export const product = 'electricity-optimizer';

/** The Docker bridge network of the requirements. */
export const network = { name: `${product}-network`, driver: 'bridge' } as const;

/** The single source: everything a stack is made of. */
export const catalog = { product, network, services, jobs, workflows, secrets, environments } as const;
export type Catalog = typeof catalog;

/** @throws Error when the catalogue has no such service (a programming mistake, caught by the invariant tests) */
export function service(name: ServiceName): Service {
  const found = services.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`The catalogue has no service named ${name}.`);
  return found;
}

/** The services that this kit itself runs on a target, in the order in which they depend on each other. */
export function servicesOn(target: Target): Service[] {
  const wanted = services.filter((candidate) => candidate.targets.includes(target));
  const ordered: Service[] = [];
  const visit = (candidate: Service): void => {
    if (ordered.includes(candidate)) return;
    for (const name of candidate.dependsOn) {
      const dependency = wanted.find((other) => other.name === name);
      if (dependency) visit(dependency);
    }
    ordered.push(candidate);
  };
  wanted.forEach(visit);
  return ordered;
}

/** The environment a stack name stands for; undefined for stacks that name their target in their configuration. */
export function environment(stack: string): Environment | undefined {
  return isPullRequest(stack) ? pullRequests : environments.find((candidate) => candidate.name === stack);
}

/** Whether a stack is one of a pull request: `pr-17`. */
export const isPullRequest = (stack: string): boolean => /^pr-[1-9]\d*$/.test(stack);
