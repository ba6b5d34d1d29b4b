import { isDeepStrictEqual } from 'node:util';
import type { Values } from '../../protocol/kind.ts';
import { normalised } from '../fields/field.ts';
import { type ServiceType, serviceFields } from './fields.ts';
import { inapplicable } from './settle.ts';

/** Where an input stands in the body of POST and PATCH `/services`. What is not here has an endpoint of its own. */
const places: Readonly<Record<string, string>> = {
  name: 'name',
  repo: 'repo',
  branch: 'branch',
  rootDir: 'rootDir',
  buildFilter: 'buildFilter',
  autoDeploy: 'autoDeployTrigger',
  environmentId: 'environmentId',
  ...details('runtime', 'plan', 'region', 'schedule', 'numInstances', 'healthCheckPath', 'preDeployCommand'),
  ...details('maxShutdownDelaySeconds', 'maintenanceMode', 'renderSubdomainPolicy', 'ipAllowList', 'disk'),
  ...details('internalRouting', 'publishPath', 'headers', 'routes'),
  previews: 'serviceDetails.previews.generation',
  startCommand: 'serviceDetails.envSpecificDetails.startCommand',
  dockerCommand: 'serviceDetails.envSpecificDetails.dockerCommand',
  dockerContext: 'serviceDetails.envSpecificDetails.dockerContext',
  dockerfilePath: 'serviceDetails.envSpecificDetails.dockerfilePath',
};

/** Inputs that PATCH does not take; they are changed elsewhere (`vendor/facts.md` §1.3). */
const patchedElsewhere = new Set([
  'environmentId',
  'region',
  'numInstances',
  'disk',
  'headers',
  'routes',
  'internalRouting',
]);

/** Sent with a new service even where they are as they would be anyway: Render's own default differs, or it insists. */
const alwaysSent = new Set(
  [
    'name',
    'autoDeploy',
    'branch',
    'runtime',
    'plan',
    'region',
    'schedule',
    'buildCommand',
    'startCommand',
  ].concat(['publishPath', 'dockerContext', 'dockerfilePath', 'numInstances']),
);

/** Inputs whose places are filled together: Render takes the commands of a runtime as one object. */
const commands = [
  'runtime',
  'buildCommand',
  'startCommand',
  'dockerCommand',
  'dockerContext',
  'dockerfilePath',
];
const commandGroup = [...commands, 'registryCredentialId'];

/** @param settings all settings of the service, settled */
export function createBody(type: ServiceType, settings: Values, ownerId: string): Values {
  const defaults = normalised(serviceFields[type], {});
  const names = Object.keys(settings).filter(
    (name) => alwaysSent.has(name) || !isDeepStrictEqual(settings[name], defaults[name]),
  );
  const autoscaling = settings.autoscaling ? { autoscaling: autoscalingBody(settings.autoscaling) } : {};
  const body = bodyOf(type, settings, names, ownerId);
  return {
    type,
    ownerId,
    ...body,
    envVars: envVarBody(settings.env),
    ...(type === 'static_site' ? {} : { secretFiles: secretFileBody(settings.secretFiles) }),
    serviceDetails: { ...(body.serviceDetails as object), ...autoscaling },
  };
}

/** The body that makes the changed fields as they are in the settings; null where PATCH has nothing to do. */
export function patchBody(
  type: ServiceType,
  settings: Values,
  changed: readonly string[],
  ownerId: string,
): Values | null {
  const whole = type !== 'static_site' && changed.some((name) => commandGroup.includes(name));
  const names = [...new Set([...changed, ...(whole ? commands : [])])].filter(
    (name) => !patchedElsewhere.has(name),
  );
  const image = changed.includes('registryCredentialId') && settings.runtime === 'image' ? ['image'] : [];
  const body = bodyOf(type, settings, [...names, ...image], ownerId);
  return Object.keys(body).length === 0 ? null : body;
}

function bodyOf(type: ServiceType, settings: Values, names: readonly string[], ownerId: string): Values {
  const idle = type === 'static_site' ? [] : inapplicable(settings.runtime);
  const body: Values = {};
  for (const name of names.filter((candidate) => !idle.includes(candidate))) {
    const place = placeOf(type, name);
    if (place) put(body, place, settings[name]);
  }
  if (settings.runtime === 'image' && names.includes('image')) {
    const registryCredentialId = settings.registryCredentialId || undefined;
    body.image = { ownerId, imagePath: settings.image, registryCredentialId };
  }
  if (settings.runtime === 'docker' && names.includes('registryCredentialId')) {
    put(body, 'serviceDetails.envSpecificDetails.registryCredentialId', settings.registryCredentialId);
  }
  return body;
}

function placeOf(type: ServiceType, name: string): string | undefined {
  if (name !== 'buildCommand') return places[name];
  return type === 'static_site'
    ? 'serviceDetails.buildCommand'
    : 'serviceDetails.envSpecificDetails.buildCommand';
}

function put(body: Values, place: string, value: unknown): void {
  const names = place.split('.');
  const last = names.pop() ?? place;
  let inner = body;
  for (const name of names) {
    inner[name] ??= {};
    inner = inner[name] as Values;
  }
  inner[last] = value;
}

function details(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `serviceDetails.${name}`]));
}

export function envVarBody(env: unknown): { key: string; value: string }[] {
  return Object.entries((env ?? {}) as Record<string, string>).map(([key, value]) => ({ key, value }));
}

export function secretFileBody(files: unknown): { name: string; content: string }[] {
  return Object.entries((files ?? {}) as Record<string, string>).map(([name, content]) => ({
    name,
    content,
  }));
}

export function autoscalingBody(autoscaling: unknown): Values {
  const { min, max, cpuPercentage, memoryPercentage } = autoscaling as Record<string, number | undefined>;
  const criterion = (percentage = 0): Values => ({ enabled: percentage > 0, percentage });
  return {
    enabled: true,
    min,
    max,
    criteria: { cpu: criterion(cpuPercentage), memory: criterion(memoryPercentage) },
  };
}
