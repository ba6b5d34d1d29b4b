import { service } from '@eo/infra/catalog/index.ts';

/** How the exporters are started. `environment` holds what must not stand in a list of processes. */
export interface ExporterSettings {
  args: string[];
  /** Variables whose values a target fills in. */
  environment: Readonly<Record<string, 'redisAddress' | 'redisPassword' | 'databaseUrl'>>;
}

export type Exporter = 'node-exporter' | 'redis-exporter' | 'postgres-exporter';

/** @param listen host:port; by default every address of the container */
export function exporterSettings(name: Exporter, listen: string = defaultListen(name)): ExporterSettings {
  const address = `--web.listen-address=${listen}`;
  if (name === 'redis-exporter')
    return { args: [address], environment: { REDIS_ADDR: 'redisAddress', REDIS_PASSWORD: 'redisPassword' } };
  if (name === 'postgres-exporter')
    // Exporter 0.15.0 knows PostgreSQL up to 16; on 17 add --no-collector.stat_bgwriter.
    return { args: [address], environment: { DATA_SOURCE_NAME: 'databaseUrl' } };
  return { args: [address], environment: {} };
}

/** In a container the node exporter must look at the host, not at its own walls: mounts, read only. */
export const nodeExporterOnDocker = {
  args: [
    '--path.procfs=/host/proc',
    '--path.sysfs=/host/sys',
    '--path.rootfs=/host/root',
    '--collector.filesystem.mount-points-exclude=^/(sys|proc|dev|run|var/lib/docker/.+)($|/)',
  ],
  mounts: { '/proc': '/host/proc', '/sys': '/host/sys', '/': '/host/root' },
} as const;

const defaultListen = (name: Exporter): string => `:${service(name).port?.container}`;
