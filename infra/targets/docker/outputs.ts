import type { ServiceOutput, StackOutputs } from '../../outputs.ts';
import type { Settings } from '../../settings.ts';
import type { PlannedService } from './plan.ts';
import { hostPort } from './ports.ts';

/** What a stack on Docker says of itself: where it answers, what runs, and what an operator should know. */

const loopback = '127.0.0.1';

type Addresses = Pick<StackOutputs, 'webUrl' | 'apiUrl' | 'prometheusUrl' | 'grafanaUrl'>;

export function addresses(settings: Settings): Addresses {
  const { domain, publicAddress, grafanaAddress, watchedApi, swarm } = settings.docker;
  const prometheusUrl = swarm ? null : `http://localhost:${hostPort(settings, 'prometheus')}`;
  const isGrafanaOpen = !swarm || grafanaAddress !== loopback;
  const grafanaUrl = isGrafanaOpen
    ? `http://${hostOf(grafanaAddress)}:${hostPort(settings, 'grafana')}`
    : null;
  if (watchedApi) return { webUrl: null, apiUrl: watchedApi.origin, prometheusUrl, grafanaUrl };
  const open = domain ? `https://${domain}` : `http://${hostOf(publicAddress)}`;
  return {
    webUrl: domain ? open : `${open}:${hostPort(settings, 'frontend')}`,
    apiUrl: `${open}:${hostPort(settings, 'backend')}`,
    prometheusUrl,
    grafanaUrl,
  };
}

/** How a browser on this machine names an address that something listens on. */
function hostOf(address: string): string {
  if (address === loopback || address === '0.0.0.0' || address === '::') return 'localhost';
  return address.includes(':') ? `[${address}]` : address;
}

export function serviceOutput({ name, image, containers }: PlannedService): ServiceOutput {
  const [first] = containers;
  return {
    name,
    // A deployment waits until every container that can be asked is healthy.
    status: first?.health ? 'healthy' : 'running',
    url: null,
    version: image.build ? (image.build.args.REVISION ?? image.name) : image.name,
    replicas: containers.length,
    limits: first?.limits ?? null,
  };
}

export function warningsOf({ docker: { domain, publicAddress, watchedApi, swarm } }: Settings): string[] {
  if (swarm)
    return [
      'Prometheus: a swarm opens ports on every machine, so it is closed; docs/operations/self-host.md says how to look at it.',
    ];
  if (watchedApi || domain || publicAddress === loopback) return [];
  return [
    `Proxy: it listens on ${publicAddress} without TLS. Give it a name: npx pulumi config set proxy:domain <name>`,
  ];
}
