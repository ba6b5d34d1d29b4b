import { randomBytes, randomUUID } from 'node:crypto';
import { type Emulator, startEmulator } from '../http/emulator.ts';
import type { Route } from '../http/router.ts';
import { neonContract } from './contract.ts';
import { projectsAllowed } from './limits.ts';
import { RateLimits, type Rates } from './rate.ts';
import { branchRoutes } from './routes/branches.ts';
import { connectionRoutes } from './routes/connection.ts';
import { databaseRoutes } from './routes/databases.ts';
import { endpointRoutes } from './routes/endpoints.ts';
import { operationRoutes } from './routes/operations.ts';
import { projectRoutes } from './routes/projects.ts';
import { restoreRoutes } from './routes/restore.ts';
import { roleRoutes } from './routes/roles.ts';
import type { NeonState, Plan } from './state.ts';

export type { Fault, FaultKind } from '../http/faults.ts';

export interface NeonEmulatorOptions {
  port?: number;
  latencyMs?: number;
  /** How long each operation runs; further changes of the project get 423 until then. 0 when left out. */
  operationMs?: number;
  /** The account's plan; `free` when left out. */
  plan?: Plan;
  /** Requests that are let through; Neon's own limits when left out. */
  rates?: Rates;
  /** The most projects the account may have; the plan's own limit when left out. */
  projectsLimit?: number;
}

/** `url` is for `NEON_API_URL`, `key` for `NEON_API_KEY`. */
export type NeonEmulator = Emulator<NeonState> & { key: string };

const routes: readonly Route<NeonState>[] = [
  ...projectRoutes,
  ...branchRoutes,
  ...restoreRoutes,
  ...roleRoutes,
  ...databaseRoutes,
  ...endpointRoutes,
  ...operationRoutes,
  ...connectionRoutes,
];

/**
 * Starts Neon's API v2 on loopback, as far as the kit uses it: projects, branches, roles, databases, endpoints,
 * operations that take time, connection URIs, point-in-time restore, the limits of the plans, and faults on demand.
 */
export async function startNeonEmulator(options: NeonEmulatorOptions = {}): Promise<NeonEmulator> {
  const plan = options.plan ?? 'free';
  const key = `napi_${randomBytes(16).toString('hex')}`;
  const rates = new RateLimits(options.rates);
  const state: NeonState = {
    plan,
    operationMs: options.operationMs ?? 0,
    projectsLimit: options.projectsLimit ?? projectsAllowed(plan),
    failing: new Set(),
    projects: new Map(),
    nextDatabaseId: 1_000,
  };
  const emulator = await startEmulator({
    ...{ base: '/api/v2', state, routes, contract: neonContract },
    credentials: [`Bearer ${key}`],
    unauthorised: 'supplied credentials do not pass authentication',
    throttle: (routeKey) => rates.take(routeKey),
    refusalBody: ({ code, message }) => ({ code, message, request_id: randomUUID() }),
    faultMessages: {
      '423': 'project already has running conflicting operations, scheduling of new ones is prohibited',
      '429': 'rate limit exceeded',
      '500': 'internal error',
      '503': 'service unavailable',
    },
    ...{ port: options.port, latencyMs: options.latencyMs },
  });
  return { ...emulator, key };
}
