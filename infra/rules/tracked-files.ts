import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../toolchain/project.ts';

/** Files of the repository (tracked, or new and not ignored) whose path matches, relative to the project. */
export function trackedFiles(pattern: RegExp): string[] {
  const list = execFileSync('git', ['-C', projectDir, 'ls-files', '-co', '--exclude-standard'], {
    encoding: 'utf8',
  });
  return list.split('\n').filter((file) => pattern.test(file) && existsSync(join(projectDir, file)));
}
