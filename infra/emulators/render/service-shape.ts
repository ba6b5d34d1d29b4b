import { instant, type Json, makeId, type ServiceEntry } from './state.ts';

type Service = ServiceEntry['service'];
type Details = Json & { envSpecificDetails?: Json };

/** The body of POST and PATCH `/services`. */
export interface ServiceBody extends Json {
  type: string;
  name: string;
  ownerId: string;
  serviceDetails: Details;
  envVars?: unknown;
  secretFiles?: unknown;
  image?: { imagePath: string; registryCredentialId?: string };
  autoDeployTrigger?: string;
}

const running = { plan: 'starter', buildPlan: 'starter', region: 'oregon' };
const previews = { previews: { generation: 'off' }, pullRequestPreviewsEnabled: 'no' };
const lasting = { ...running, ...previews, numInstances: 1, openPorts: [{ port: 10_000, protocol: 'TCP' }] };
const anyone = { ipAllowList: [{ cidrBlock: '0.0.0.0/0', description: 'everywhere' }] };

/** What Render answers for settings that are left out, by the recorded traffic. */
const detailsLeftOut: Readonly<Record<string, Json>> = {
  web_service: {
    ...{ ...lasting, ...anyone, healthCheckPath: '', maintenanceMode: { enabled: false, uri: '' } },
    renderSubdomainPolicy: 'enabled',
  },
  private_service: lasting,
  background_worker: lasting,
  cron_job: running,
  static_site: {
    ...{ ...previews, ...anyone, buildPlan: 'starter', renderSubdomainPolicy: 'enabled' },
    ...{ buildCommand: '', publishPath: 'public' },
  },
};

/** A service that was just made, before its own settings. */
export function defaultsOf(id: string, { type, name, ownerId }: ServiceBody): Service {
  const slug = `${name}-${id.slice(-4)}`;
  return {
    ...{ id, name, type, ownerId, slug, dashboardUrl: `https://dashboard.render.com/${id}`, rootDir: '' },
    ...{ autoDeploy: 'yes', notifyOnFail: 'default', suspended: 'not_suspended', suspenders: [] },
    ...{ createdAt: instant(), updatedAt: instant() },
    serviceDetails: { ...detailsLeftOut[type], ...addressOf(type, slug) },
  };
}

function addressOf(type: string, slug: string): Json {
  if (type === 'private_service') return { url: `${slug}:10000` };
  return type === 'web_service' || type === 'static_site' ? { url: `https://${slug}.onrender.com` } : {};
}

/** A new service with the settings of its body. */
export function withSettings(service: Service, body: ServiceBody): Service {
  const { disk } = body.serviceDetails;
  const made = patched(service, body);
  if (disk) made.serviceDetails.disk = { id: makeId('dsk'), sizeGB: 1, ...(disk as Json) };
  return made;
}

/** A service with the settings that a body names. */
export function patched(service: Service, body: Partial<ServiceBody>): Service {
  const { image, envVars: _env, secretFiles: _files, serviceDetails: given = {}, ...rest } = body;
  const { headers: _headers, routes: _routes, disk: _disk, ...details } = given;
  const credential = image?.registryCredentialId
    ? { registryCredential: { id: image.registryCredentialId, name: 'credential' } }
    : {};
  return {
    ...service,
    ...rest,
    ...(rest.autoDeployTrigger && { autoDeploy: rest.autoDeployTrigger === 'off' ? 'no' : 'yes' }),
    ...(image && { imagePath: fullImage(image.imagePath), ...credential }),
    serviceDetails: merged(service.serviceDetails, details, service.type),
  };
}

function merged(before: Details, given: Details, type: string): Json {
  const details = { ...before, ...given };
  if (type === 'static_site') return details;
  // The commands of another runtime are not kept.
  const kept = given.runtime && given.runtime !== before.runtime ? {} : before.envSpecificDetails;
  const commands = { ...commandsLeftOut(details.runtime), ...kept, ...given.envSpecificDetails };
  // Docker's own defaults come back as empty texts for an image.
  if (details.runtime === 'image') Object.assign(commands, { dockerContext: '', dockerfilePath: '' });
  return { ...details, env: details.runtime, envSpecificDetails: commands };
}

function commandsLeftOut(runtime: unknown): Json {
  if (runtime !== 'docker' && runtime !== 'image') return { buildCommand: '', startCommand: '' };
  return { dockerCommand: '', dockerContext: '', dockerfilePath: '' };
}

/** `nginx` is answered as `docker.io/library/nginx:latest`. */
function fullImage(path: string): string {
  const named = path.includes('/') ? path : `docker.io/library/${path}`;
  return /[:@][^/]+$/.test(named) ? named : `${named}:latest`;
}
