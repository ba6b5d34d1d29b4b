import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, findToolchain, isComplete, type Toolchain } from './find.ts';
import { buildFromGo, type Progress } from './go-build.ts';
import { withLock } from './lock.ts';
import { pulumiVersion } from './pulumi-version.ts';

/** Thrown when no Pulumi CLI can be had; the message says what to install. */
export class ToolchainError extends Error {
  override name = 'ToolchainError';
}

/**
 * Finds the pinned Pulumi CLI or gets it: on PATH, in the shared cache, by Pulumi's own download, else built from
 * the Go module proxy into that cache.
 *
 * @throws ToolchainError when there is none and none can be downloaded or built
 */
export async function ensureToolchain(
  progress: Progress,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Toolchain> {
  const found = findToolchain(env);
  if (found) return found;
  const root = cacheDir(env);
  mkdirSync(root, { recursive: true });
  return withLock(
    join(root, '.lock'),
    async () => findToolchain(env) ?? (await download(root, progress)) ?? (await build(root, progress, env)),
    (pid) => progress(`waiting for process ${pid}, which is installing it`, null),
  );
}

async function download(root: string, progress: Progress): Promise<Toolchain | null> {
  if (!(await isReachable('https://get.pulumi.com/'))) return null;
  progress('downloading from get.pulumi.com', null);
  const { PulumiCommand } = await import('@pulumi/pulumi/automation/index.js');
  try {
    await PulumiCommand.install({ root });
  } catch {
    return null;
  }
  const binDir = join(root, 'bin');
  return isComplete(binDir) ? { binDir, source: 'download' } : null;
}

async function isReachable(url: string): Promise<boolean> {
  try {
    await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(4_000) });
    return true;
  } catch {
    return false;
  }
}

async function build(root: string, progress: Progress, env: NodeJS.ProcessEnv): Promise<Toolchain> {
  if (!hasGo(env)) throw new ToolchainError(advice('get.pulumi.com cannot be reached and Go is not on PATH'));
  try {
    await buildFromGo(root, progress, env);
  } catch (error) {
    throw new ToolchainError(
      advice(`get.pulumi.com cannot be reached and the build failed: ${messageOf(error)}`),
    );
  }
  return { binDir: join(root, 'bin'), source: 'go build' };
}

function hasGo(env: NodeJS.ProcessEnv): boolean {
  try {
    execFileSync('go', ['version'], { env, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function advice(reason: string): string {
  return (
    `Pulumi ${pulumiVersion} is not installed and could not be got: ${reason}.\n` +
    `Install Pulumi ${pulumiVersion} (https://www.pulumi.com/docs/install/) or Go 1.25 or newer, then run the command again; ` +
    'or run the product without Pulumi: npm run dev'
  );
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
