import { execFileSync } from 'node:child_process';
import { projectDir } from './toolchain/project.ts';

/** The commit that is deployed, short; `unknown` outside a Git checkout. */
export function currentRelease(): string {
  try {
    const options = { cwd: projectDir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] } as const;
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], options).trim();
  } catch {
    return 'unknown';
  }
}
