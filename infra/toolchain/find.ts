import { execFileSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { projectDir } from './project.ts';
import { pulumiVersion } from './pulumi-version.ts';

/** Where a usable Pulumi CLI was found. */
export interface Toolchain {
  /** Folder that holds `pulumi` and its language host. */
  binDir: string;
  source: 'path' | 'cache' | 'download' | 'go build';
}

/** Programs a usable installation has side by side. */
export const programs = ['pulumi-language-nodejs', 'pulumi'] as const;

/** The folder the npm `pulumi` package and the Automation API install this version into. */
export function cacheDir(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.PULUMI_HOME || join(homedir(), '.pulumi'), 'versions', pulumiVersion);
}

/** Finds an installed CLI of the pinned version: on PATH, else in the shared cache. */
export function findToolchain(env: NodeJS.ProcessEnv = process.env): Toolchain | null {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    // `npm run` puts the project's own `pulumi` (the one that calls this) on PATH.
    if (!folder || folder.includes('node_modules') || folder.startsWith(projectDir)) continue;
    if (isComplete(folder) && versionOf(join(folder, 'pulumi')) === pulumiVersion) {
      return { binDir: folder, source: 'path' };
    }
  }
  const cached = join(cacheDir(env), 'bin');
  return isComplete(cached) ? { binDir: cached, source: 'cache' } : null;
}

/** Whether the folder has every program, executable and not empty (an interrupted copy leaves an empty one). */
export function isComplete(folder: string): boolean {
  return programs.every((program) => isExecutable(join(folder, program)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).size > 0;
  } catch {
    return false;
  }
}

function versionOf(pulumi: string): string | null {
  try {
    return execFileSync(pulumi, ['version'], { encoding: 'utf8', timeout: 10_000 }).trim().replace(/^v/, '');
  } catch {
    return null;
  }
}
