import { setTimeout as sleep } from 'node:timers/promises';
import {
  type NeonEmulator,
  type NeonEmulatorOptions,
  startNeonEmulator,
} from '../../../emulators/neon/index.ts';
import { type Declared, SmallEngine, type Touched } from '../../../testing/small-engine.ts';
import type { ResourceKind } from '../../protocol/kind.ts';
import { kindsOf } from '../kinds/index.ts';
import { openSession, type SessionOptions } from '../session.ts';

/** An emulated account with an engine that runs programs on it. */
export interface Account {
  neon: NeonEmulator;
  engine: SmallEngine;
  /** The kinds of a new run of the plugin. */
  kinds(options?: SessionOptions): Record<string, ResourceKind>;
  up(program: readonly Declared[], options?: SessionOptions): Promise<Touched>;
}

/** @param options of the emulator; without a limit of rates, since the runs of a test are quicker than any real one */
export async function openAccount(options: NeonEmulatorOptions = {}): Promise<Account> {
  const rates = { perMinute: 1_000_000, perSecondPerRoute: 1_000_000 };
  const neon = await startNeonEmulator({ rates, ...options });
  const engine = new SmallEngine();
  const env = { NEON_API_KEY: neon.key, NEON_API_URL: neon.url };
  const quick: SessionOptions = {
    report: () => {},
    sleep: (ms) => sleep(Math.min(ms, 5)),
  };
  const kinds: Account['kinds'] = (more = {}) => kindsOf(openSession(env, { ...quick, ...more }));
  return { neon, engine, kinds, up: (program, more) => engine.up(kinds(more), program) };
}

/** What a stack of the kit has at Neon. */
export function stackProgram(changes: Readonly<Record<string, object>> = {}): Declared[] {
  const project = (of: (name: string) => Record<string, unknown>) => {
    const { projectId, defaultBranchId } = of('project');
    return { projectId, branchId: defaultBranchId };
  };
  const declared: Record<string, Declared['inputs']> = {
    project: { name: 'electricity', pgVersion: 17, historyRetentionSeconds: 21_600, allowDataLoss: false },
    role: (of) => ({ ...project(of), name: 'app' }),
    database: (of) => ({ ...project(of), name: 'electricity', ownerName: 'app', allowDataLoss: false }),
    endpoint: (of) => ({ ...project(of), minComputeUnits: 0.25, maxComputeUnits: 1 }),
    uri: (of) => ({
      ...project(of),
      databaseName: 'electricity',
      roleName: 'app',
      triggers: [of('role').password],
    }),
    preview: (of) => ({ projectId: of('project').projectId, name: 'pr-7', allowDataLoss: true }),
  };
  const types = {
    project: 'Project',
    role: 'Role',
    database: 'Database',
    endpoint: 'Endpoint',
    uri: 'ConnectionUri',
    preview: 'Branch',
  };
  return Object.entries(types).map(([name, type]) => {
    const inputs = declared[name] ?? {};
    return {
      name,
      type: `neon:index:${type}`,
      inputs: (of) => ({ ...(typeof inputs === 'function' ? inputs(of) : inputs), ...changes[name] }),
    };
  });
}
