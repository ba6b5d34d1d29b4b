import { randomBytes } from 'node:crypto';
import { type Emulator, startEmulator } from '../http/emulator.ts';
import type { Route } from '../http/router.ts';
import { renderContract } from './contract.ts';
import { Limits } from './limits.ts';
import { accountRoutes, credentialRoutes } from './routes/account.ts';
import { deployRoutes } from './routes/deploys.ts';
import { diskRoutes } from './routes/disks.ts';
import { domainRoutes } from './routes/domains.ts';
import { groupRoutes } from './routes/env-groups.ts';
import { keyValueRoutes } from './routes/key-value.ts';
import { partRoutes } from './routes/parts.ts';
import { environmentRoutes, projectRoutes } from './routes/projects.ts';
import { serviceRoutes } from './routes/services.ts';
import { emptyState, type RenderState } from './state.ts';

export type { Fault, FaultKind } from '../http/faults.ts';

export interface RenderEmulatorOptions {
  port?: number;
  latencyMs?: number;
  /** Whether Render's rate limits hold. True when left out. */
  limits?: boolean;
}

/** `url` is for `RENDER_API_URL`, `key` for `RENDER_API_KEY`. */
export type RenderEmulator = Emulator<RenderState> & { key: string };

const routes: readonly Route<RenderState>[] = [
  ...accountRoutes,
  ...credentialRoutes,
  ...serviceRoutes,
  ...partRoutes,
  ...deployRoutes,
  ...diskRoutes,
  ...domainRoutes,
  ...groupRoutes,
  ...keyValueRoutes,
  ...projectRoutes,
  ...environmentRoutes,
];

/**
 * Starts Render's API on loopback, as far as the kit uses it: services with their deploys, env groups, Key Value,
 * projects, domains, credentials and logs, with the measured rate limits, deploys that fail, and faults on demand.
 */
export async function startRenderEmulator(options: RenderEmulatorOptions = {}): Promise<RenderEmulator> {
  const key = `rnd_${randomBytes(16).toString('hex')}`;
  const limits = options.limits === false ? undefined : new Limits();
  const emulator = await startEmulator({
    ...{ base: '/v1', state: emptyState(), routes, contract: renderContract },
    credentials: [`Bearer ${key}`],
    unauthorised: 'Unauthorized',
    ...(limits && { throttle: (route) => limits.take(route), headers: (route) => limits.headers(route) }),
    refusalBody: ({ message }) => ({ message }),
    faultMessages: {
      '402': 'Payment information is required to complete this request',
      '423': 'locked',
      '429': 'rate limit exceeded',
      '500': 'internal server error',
      '503': 'service unavailable',
    },
    ...{ port: options.port, latencyMs: options.latencyMs },
  });
  return { ...emulator, key };
}
