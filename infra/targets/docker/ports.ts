import { service } from '../../catalog/index.ts';
import type { ServiceName } from '../../catalog/types.ts';
import type { Settings } from '../../settings.ts';

/** The port of this machine on which a service is published: the one of the requirements, or the operator's choice. */
export function hostPort({ ports }: Pick<Settings, 'ports'>, name: ServiceName): number {
  return ports[name] ?? containerPort(name);
}

/** The port on which a service listens inside the network. */
export function containerPort(name: ServiceName): number {
  const { port } = service(name);
  if (!port) throw new Error(`${name} does not listen on a port.`);
  return port.container;
}
