import { execFileSync } from 'node:child_process';
import { projectDir } from './toolchain/project.ts';

/** The commit that is deployed, short; `unknown` outside a Git checkout. */
export function currentRelease(): string {
  try {
    const args = ['-C', projectDir, 'rev-parse', '--short=12', 'HEAD'];
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}
