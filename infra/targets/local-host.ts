import { join } from 'node:path';
import { bundleOf, revisionOf } from '../build/bundles.ts';
import { resolveDataRoot } from '../plugins/local/data-root.ts';
import { currentRelease } from '../release.ts';
import type { Settings } from '../settings.ts';
import { projectDir } from '../toolchain/project.ts';
import { which } from '../which.ts';
import { findMonitoring } from './local-monitoring.ts';
import type { LocalHost } from './local-plan.ts';

/** Looks at this machine for what {@link planLocal} needs to know. */
export function inspectHost(settings: Settings, mode: LocalHost['mode']): LocalHost {
  return {
    projectDir,
    dataRoot: dataRootOf(settings.stack, settings.dataDir),
    node: process.execPath,
    redisServer: which(['redis-server', 'valkey-server']),
    monitoring: findMonitoring(which),
    release: currentRelease(),
    bundleOf: (entry) => ({ file: join(projectDir, bundleOf(entry)), revision: revisionOf(entry) }),
    mode,
  };
}

/** Folder of a local stack's data, logs and supervisor. */
export function dataRootOf(stack: string, dataDir: string | null): string {
  return dataDir ?? resolveDataRoot({ projectDir, stack, isRoot: process.getuid?.() === 0 });
}
