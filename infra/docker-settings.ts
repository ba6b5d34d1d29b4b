import { isIP } from 'node:net';
import { services } from './catalog/services.ts';
import type { ServiceName } from './catalog/types.ts';
import { type ConfigReader, readFlag, SettingsError } from './settings-reader.ts';

/** What only a stack on a Docker engine reads. */
export interface DockerSettings {
  /** Images to use instead of the catalogue's; `node` is what the image of the app is built on. */
  images: Partial<Record<ImageName, string>>;
  /** Name under which the product is public, with certificates of its own; null for plain HTTP. */
  domain: string | null;
  /** Address of this machine on which the proxy listens. */
  publicAddress: string;
  /** Address of this machine on which Grafana listens: loopback, or one inside a VPN. */
  grafanaAddress: string;
  /** Whether the stack runs on the swarm that the engine manages, on as many machines as that has. */
  swarm: boolean;
  /** API elsewhere that the stack watches; it then holds monitoring and nothing else. Null for a whole product. */
  watchedApi: URL | null;
}

/** What an image can be given for. */
export type ImageName = ServiceName | 'node';

/** The keys of a stack on a Docker engine with what they mean; the one home of their documentation. */
export const dockerSettingKeys = {
  'images:<service>':
    'image to use on Docker instead of the usual one; images:node for what ours are built on',
  'proxy:domain': 'name under which a docker stack is public, with automatic certificates (default: none)',
  'proxy:address':
    'address on which the proxy of a docker stack listens (default 127.0.0.1; 0.0.0.0 with a domain)',
  'grafana:address': 'address on which Grafana of a docker stack listens (default 127.0.0.1)',
  'docker:swarm':
    'true: the docker stack runs on the swarm that the engine manages, on several machines (default false)',
  'monitoring:apiUrl':
    'API elsewhere, such as one at Render, that a docker stack watches instead of being a product itself',
} as const;

/** @throws SettingsError naming the key, the value and the command that changes it */
export function readDocker(get: ConfigReader): DockerSettings {
  const domain = get('proxy', 'domain') ?? null;
  if (domain !== null && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(domain)) {
    throw new SettingsError(
      `proxy:domain is "${domain}", but must be a name such as prices.example.org.\n` +
        'Change it: npx pulumi config set proxy:domain <name>',
    );
  }
  return {
    images: readImages(get),
    domain,
    publicAddress: address(get, 'proxy', domain === null ? '127.0.0.1' : '0.0.0.0'),
    grafanaAddress: address(get, 'grafana', '127.0.0.1'),
    swarm: readSwarm(get, domain),
    watchedApi: readWatchedApi(get),
  };
}

function readSwarm(get: ConfigReader, domain: string | null): boolean {
  if (!readFlag(get, 'docker', 'swarm')) return false;
  // Every node opens what is published, and pulls what it runs.
  if (domain === null)
    throw new SettingsError(
      'A swarm opens its ports on every machine, so it needs TLS.\n' +
        'Give it a name: npx pulumi config set proxy:domain <name>',
    );
  const missing = builtServices.filter((name) => !get('images', name));
  if (missing.length > 0)
    throw new SettingsError(
      `The machines of a swarm pull their images, and those of ${missing.join(', ')} are in no registry yet.\n` +
        `Push them and name them: npx pulumi config set images:${missing[0]} <registry>/<image>:<tag>`,
    );
  return true;
}

const builtServices = services
  .filter(({ source, targets: on }) => source.kind !== 'image' && on.includes('docker'))
  .map(({ name }) => name);

function readWatchedApi(get: ConfigReader): URL | null {
  const text = get('monitoring', 'apiUrl');
  if (text === undefined) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'https:' && url.pathname === '/' && !url.username && !url.search) return url;
  throw new SettingsError(
    `monitoring:apiUrl is "${text}", but must be the address of an API, such as https://api.prices.example.org.\n` +
      'Change it: npx pulumi config set monitoring:apiUrl <url>',
  );
}

function readImages(get: ConfigReader): DockerSettings['images'] {
  const names: ImageName[] = [...services.map(({ name }) => name), 'node'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const image = get('images', name);
      return image ? [[name, image]] : [];
    }),
  );
}

function address(get: ConfigReader, namespace: string, fallback: string): string {
  const value = get(namespace, 'address') ?? fallback;
  if (isIP(value) !== 0) return value;
  throw new SettingsError(
    `${namespace}:address is "${value}", but must be an IP address of this machine.\n` +
      `Change it: npx pulumi config set ${namespace}:address ${fallback}`,
  );
}
