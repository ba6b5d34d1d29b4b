import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Faults } from './faults.ts';
import { projectsAllowed } from './limits.ts';
import { RateLimits, type Rates } from './rate.ts';
import { makeHandler, type RequestRecord } from './serve.ts';
import type { NeonState, Plan } from './state.ts';

export type { Fault, FaultKind } from './faults.ts';
export type { RequestRecord } from './serve.ts';

export interface NeonEmulatorOptions {
  /** Any free one when left out. */
  port?: number;
  /** Added to every answer. */
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

export interface NeonEmulator {
  /** For `NEON_API_URL`. */
  url: string;
  /** For `NEON_API_KEY`. */
  key: string;
  state: NeonState;
  faults: Faults;
  /** Every request, in order; without its headers. */
  requests: RequestRecord[];
  /** What did not fit Neon's specification; empty when all did. */
  violations: string[];
  stop(): Promise<void>;
}

/**
 * Starts Neon's API v2 on loopback, as far as the kit uses it: projects, branches, roles, databases, endpoints,
 * operations that take time, connection URIs, point-in-time restore, the limits of the plans, and faults on demand.
 */
export async function startNeonEmulator(options: NeonEmulatorOptions = {}): Promise<NeonEmulator> {
  const plan = options.plan ?? 'free';
  const parts = {
    key: `napi_${randomBytes(16).toString('hex')}`,
    state: {
      plan,
      operationMs: options.operationMs ?? 0,
      projectsLimit: options.projectsLimit ?? projectsAllowed(plan),
      failing: new Set<string>(),
      projects: new Map(),
      nextDatabaseId: 1_000,
    } satisfies NeonState,
    faults: new Faults(),
    rates: new RateLimits(options.rates),
    requests: [] as RequestRecord[],
    violations: [] as string[],
    latencyMs: options.latencyMs ?? 0,
  };
  const server = createServer(makeHandler(parts));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const { key, state, faults, requests, violations } = parts;
  return {
    ...{ url: `http://127.0.0.1:${port}/api/v2`, key, state, faults, requests, violations },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
