import type { Settings } from '../../../settings.ts';
import { caddyfile, proxyHealthPort } from '../caddyfile.ts';
import type { PublishedPort, Recipe } from '../container-spec.ts';
import { hostPort } from '../ports.ts';
import { nobody } from './app.ts';

/**
 * Caddy's program carries this capability as a file attribute, so the kernel refuses to start it where the capability
 * is dropped altogether.
 */
const caddyCapabilities = ['NET_BIND_SERVICE'];

const askHttp = (url: string): string[] => ['CMD', 'wget', '-q', '-O', '/dev/null', url];

/** The files of the web app; its image brings its own Caddyfile. */
export function frontendRecipe(): Recipe {
  return {
    user: nobody,
    tmpfs: caddyFolders,
    capabilities: caddyCapabilities,
    health: askHttp('http://127.0.0.1:3000/healthz'),
    exclusive: false,
  };
}

/** What stands in front of everything public. */
export function proxyRecipe(settings: Settings): Recipe {
  const { domain } = settings.docker;
  return {
    user: domain ? { root: 'its image owns /data, where certificates are kept, as root' } : nobody,
    command: ['caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile'],
    files: [{ path: '/etc/caddy/Caddyfile', content: caddyfile(domain) }],
    mounts: domain
      ? [{ from: { kind: 'volume', volume: 'certificates' }, path: '/data', readOnly: false }]
      : [],
    tmpfs: domain ? { '/config': caddyFolders['/config'] } : caddyFolders,
    ports: publicPorts(settings),
    capabilities: caddyCapabilities,
    health: askHttp(`http://127.0.0.1:${proxyHealthPort}/`),
    exclusive: true,
  };
}

const caddyFolders = { '/config': 'rw,noexec,nosuid,size=4m', '/data': 'rw,noexec,nosuid,size=4m' };

/** Both public services through one proxy, so that replicas of the API share a port. */
function publicPorts(settings: Settings): PublishedPort[] {
  const { domain, publicAddress: ip } = settings.docker;
  const ports = [
    { internal: 3000, external: hostPort(settings, 'frontend'), ip },
    { internal: 8000, external: hostPort(settings, 'backend'), ip },
  ];
  if (!domain) return ports;
  return [
    ...ports,
    { internal: 80, external: 80, ip },
    { internal: 443, external: hostPort(settings, 'proxy'), ip },
  ];
}
