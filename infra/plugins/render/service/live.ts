import type { Values } from '../../protocol/kind.ts';
import * as shapes from '../client/shapes.ts';
import { nullIfGone } from '../errors.ts';
import { everywhere } from '../fields/common.ts';
import type { Session } from '../session.ts';
import { type ServiceType, serviceFields } from './fields.ts';
import { inapplicable } from './settle.ts';

/** A service as it is at Render: its inputs as far as Render tells them, and what it says besides. */
export interface LiveService {
  readonly service: shapes.Service;
  readonly inputs: Values;
}

/** Reads everything about a service that is an input; null when it is gone. */
export async function readLive(session: Session, type: ServiceType, id: string): Promise<LiveService | null> {
  const { client } = session;
  const service = await nullIfGone(client.get(`/services/${id}`, shapes.service));
  if (!service) return null;
  const [envVars, files, groups, extras] = await Promise.all([
    client.all(`/services/${id}/env-vars`, 'envVar', shapes.envVar),
    type === 'static_site' ? [] : client.all(`/services/${id}/secret-files`, 'secretFile', shapes.secretFile),
    linkedGroups(session, service),
    type === 'static_site' ? rulesOf(session, id) : {},
  ]);
  const inputs = {
    ...inputsOf(type, service),
    env: Object.fromEntries(envVars.map(({ key, value }) => [key, value])),
    secretFiles: Object.fromEntries(files.map(({ name, content }) => [name, content])),
    envGroupIds: groups,
    ...extras,
  };
  session.redactor.conceal([...Object.values(inputs.env), ...Object.values(inputs.secretFiles)]);
  return { service, inputs };
}

async function linkedGroups({ client }: Session, { id, ownerId }: shapes.Service): Promise<string[]> {
  const groups = await client.all('/env-groups', 'envGroup', shapes.envGroup, { ownerId });
  return groups
    .filter(({ serviceLinks }) => serviceLinks.some((link) => link.id === id))
    .map((group) => group.id);
}

async function rulesOf({ client }: Session, id: string): Promise<Values> {
  const [headers, routes] = await Promise.all([
    client.all(`/services/${id}/headers`, 'header', shapes.header),
    client.all(`/services/${id}/routes`, 'route', shapes.route),
  ]);
  return {
    headers: headers.map(({ path, name, value }) => ({ path, name, value })),
    routes: routes.map(({ type, source, destination }) => ({ type, source, destination })),
  };
}

/** Inputs with an endpoint of their own, and those that Render does not know of. */
const toldElsewhere = new Set(
  ['env', 'secretFiles', 'envGroupIds', 'headers', 'routes'].concat([
    'commit',
    'triggers',
    'rollbackOnFailure',
    'deployTimeoutSeconds',
    'allowDataLoss',
  ]),
);

/** The inputs that the answer to GET `/services/{id}` tells. */
export function inputsOf(type: ServiceType, service: shapes.Service): Values {
  const { serviceDetails: details } = service;
  const commands = details.envSpecificDetails ?? {};
  const previews = (details.previews ?? {}) as { generation?: string };
  const told: Values = {
    name: service.name,
    ownerId: service.ownerId,
    environmentId: service.environmentId,
    ...rest(service, 'repo', 'branch', 'rootDir', 'buildFilter'),
    autoDeploy: service.autoDeployTrigger ?? (service.autoDeploy === 'no' ? 'off' : 'commit'),
    image: service.imagePath,
    registryCredentialId: credentialOf(service),
    ...rest(details, 'plan', 'region', 'numInstances', 'healthCheckPath', 'maintenanceMode', 'schedule'),
    ...rest(details, 'maxShutdownDelaySeconds', 'renderSubdomainPolicy', 'internalRouting', 'publishPath'),
    runtime: details.runtime ?? details.env,
    previews: previews.generation,
    ipAllowList: details.ipAllowList ?? everywhere,
    buildCommand: details.buildCommand ?? commands.buildCommand,
    preDeployCommand: details.preDeployCommand ?? commands.preDeployCommand,
    ...rest(commands, 'startCommand', 'dockerCommand', 'dockerContext', 'dockerfilePath'),
    disk: diskOf(details.disk),
    autoscaling: autoscalingOf(details.autoscaling),
  };
  const idle = type === 'static_site' ? [] : inapplicable(told.runtime);
  const names = Object.keys(serviceFields[type]).filter(
    (name) => !toldElsewhere.has(name) && !idle.includes(name),
  );
  return Object.fromEntries(names.map((name) => [name, told[name] ?? undefined]));
}

function rest(from: object, ...names: string[]): Values {
  return Object.fromEntries(names.map((name) => [name, (from as Values)[name]]));
}

function credentialOf({ registryCredential, serviceDetails }: shapes.Service): string | undefined {
  const inDetails = serviceDetails.envSpecificDetails?.registryCredential as { id?: string } | undefined;
  return registryCredential?.id || inDetails?.id || undefined;
}

function diskOf(disk: shapes.Disk | null | undefined): Values | undefined {
  return disk ? { name: disk.name, mountPath: disk.mountPath, sizeGB: disk.sizeGB } : undefined;
}

function autoscalingOf(value: unknown): Values | undefined {
  const found = value as
    | {
        enabled: boolean;
        min: number;
        max: number;
        criteria: Record<string, { enabled: boolean; percentage: number }>;
      }
    | undefined;
  if (!found?.enabled) return undefined;
  const { cpu, memory } = found.criteria;
  return {
    min: found.min,
    max: found.max,
    ...(cpu?.enabled ? { cpuPercentage: cpu.percentage } : {}),
    ...(memory?.enabled ? { memoryPercentage: memory.percentage } : {}),
  };
}
