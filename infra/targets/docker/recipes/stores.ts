import { secret } from '../../../catalog/references.ts';
import type { Resources } from '../../../catalog/types.ts';
import type { Recipe } from '../container-spec.ts';

/** Database, its owner and the role of the application, as on a local stack. */
export const database = {
  name: 'electricity',
  owner: 'electricity_owner',
  role: 'electricity_app',
} as const;

/** Of what Redis may use, the rest is for its buffers and for the copy it makes while saving. */
const cacheShare = 0.75;

export function redisRecipe(memoryMb: number): Recipe {
  const settings = [
    'dir /data',
    'save 900 1',
    `maxmemory ${Math.floor(memoryMb * cacheShare)}mb`,
    'maxmemory-policy allkeys-lru',
    'requirepass ',
  ];
  return {
    // The user `redis` of the image, which would otherwise start as root only to become it.
    user: '999:1000',
    command: ['redis-server', '/usr/local/etc/redis/redis.conf'],
    files: [
      {
        path: '/usr/local/etc/redis/redis.conf',
        content: [settings.join('\n'), secret('redis-password'), '\n'],
      },
    ],
    mounts: [{ from: { kind: 'volume', volume: 'redis' }, path: '/data', readOnly: false }],
    // Being asked for the password is an answer too; while it loads its data it is not.
    health: ['CMD-SHELL', 'redis-cli ping | grep -E "PONG|NOAUTH"'],
    exclusive: true,
  };
}

/** Old and new replicas are connected at once while deploying; up to four need no more than PostgreSQL's own default. */
const connectionsFor = (replicas: number): number => Math.max(100, 20 + 2 * connectionsOfReplica * replicas);
const connectionsOfReplica = 10;

export function postgresRecipe({ memoryMb, cpus }: Resources, backendReplicas: number): Recipe {
  return {
    // The user `postgres` of the image, which would otherwise start as root only to become it.
    user: '70:70',
    env: {
      // The image makes this one a superuser; the role of the application is made by the migration.
      POSTGRES_USER: database.owner,
      POSTGRES_PASSWORD: secret('postgres-owner-password'),
      POSTGRES_DB: database.name,
      POSTGRES_INITDB_ARGS: '--data-checksums',
      // The image tunes itself to the machine unless it is told what it may use.
      TS_TUNE_MEMORY: `${memoryMb}MB`,
      TS_TUNE_NUM_CPUS: String(Math.max(1, Math.floor(cpus))),
      TS_TUNE_MAX_CONNS: String(connectionsFor(backendReplicas)),
      TIMESCALEDB_TELEMETRY: 'off',
    },
    mounts: [
      { from: { kind: 'volume', volume: 'postgres' }, path: '/var/lib/postgresql/data', readOnly: false },
    ],
    tmpfs: {
      '/var/run/postgresql': 'rw,noexec,nosuid,size=1m,uid=70,gid=70',
      '/tmp': 'rw,noexec,nosuid,size=16m',
    },
    // Over TCP: while the image sets itself up it listens on a socket only.
    health: ['CMD', 'pg_isready', '-h', '127.0.0.1', '-U', database.owner, '-d', database.name],
    // A checkpoint of all buffers on a slow disk.
    stopSeconds: 60,
    exclusive: true,
  };
}
