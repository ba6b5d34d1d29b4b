import type { Failure, Values } from '../../protocol/kind.ts';
import { checkAgainst, failure } from '../fields/field.ts';
import { type ServiceType, serviceFields } from './fields.ts';
import { inapplicable } from './settle.ts';

type Rule = (inputs: Values, has: (name: string) => boolean) => Failure | false | undefined;

const given = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** Inputs that contradict each other. `has` is also true of a value that is not known yet. */
const rules: readonly Rule[] = [
  (inputs, has) =>
    inputs.runtime === 'image' && !has('image') && failure('image', 'is missing: the runtime is image'),
  (inputs, has) =>
    given(inputs.runtime) &&
    inputs.runtime !== 'image' &&
    !has('repo') &&
    failure('repo', `is missing: the runtime ${inputs.runtime} is built from a repository`),
  (_inputs, has) =>
    has('numInstances') &&
    has('autoscaling') &&
    failure('numInstances', 'is given along with autoscaling, under which Render ignores it: leave one out'),
  ({ autoscaling }) => {
    const {
      min = 0,
      max = 0,
      cpuPercentage,
      memoryPercentage,
    } = (autoscaling ?? {}) as Record<string, number>;
    if (min > max) return failure('autoscaling', `has min ${min}, which is more than max ${max}`);
    if (!autoscaling || cpuPercentage || memoryPercentage) return undefined;
    return failure('autoscaling', 'needs cpuPercentage or memoryPercentage to go by');
  },
  (inputs, has) =>
    has('disk') &&
    (has('autoscaling') || Number(inputs.numInstances ?? 1) > 1) &&
    failure('disk', 'can only be on a service with one instance: take the disk or the instances away'),
  ({ plan, numInstances, autoscaling }) =>
    plan === 'free' &&
    (Number(numInstances ?? 1) > 1 || given(autoscaling)) &&
    failure('plan', 'is free, which has one instance: choose a paid plan'),
  ({ plan }, has) => plan === 'free' && has('disk') && failure('plan', 'is free, which has no disk'),
];

const needsStartCommand = new Set<unknown>(['elixir', 'go', 'node', 'python', 'ruby', 'rust']);

/** What is wrong with the inputs of a service, each finding by the name of its input. */
export function checkService(type: ServiceType, inputs: Values, pending: ReadonlySet<string>): Failure[] {
  const has = (name: string): boolean => given(inputs[name]) || pending.has(name);
  const simple = checkAgainst(serviceFields[type], inputs, pending);
  if (type === 'static_site') {
    return has('repo') ? simple : [...simple, failure('repo', 'is missing: a static site is built from one')];
  }
  const idle = inapplicable(inputs.runtime).filter((name) => name in serviceFields[type]);
  const contradictions = given(inputs.runtime)
    ? idle
        .filter((name) => has(name))
        .map((name) => failure(name, `has no meaning for the runtime ${inputs.runtime}: leave it out`))
    : [];
  const start =
    needsStartCommand.has(inputs.runtime) && !has('startCommand')
      ? [failure('startCommand', `is missing: the runtime ${inputs.runtime} needs one`)]
      : [];
  const crossed = rules
    .map((rule) => rule(inputs, has))
    .filter((found) => found !== undefined && found !== false);
  return [...simple, ...contradictions, ...start, ...crossed];
}
