import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fingerprint } from '../../build/fingerprint.ts';
import { projectDir } from '../../toolchain/project.ts';
import type { BuiltImage, BuiltName } from './images.ts';
import type { DockerFacts } from './plan.ts';

/** Looks at the repository for what {@link planDocker} needs to know. What is built must be there already. */
export function inspectForDocker(given: DockerFacts['given']): DockerFacts {
  return {
    images: builtImages(),
    grafana: readFolder(join(projectDir, 'monitoring/generated/docker/grafana')),
    given,
  };
}

/** Where each image comes from: what was built of it here tells whether it changed, its sources tell the commit. */
const origins: Record<BuiltName, { content: string[]; sources: string[] }> = {
  app: {
    content: ['dist/services/app', 'dist/services/pipelines'],
    sources: ['app', 'pipelines', 'infra/catalog'],
  },
  web: {
    content: ['dist/web', 'web/headers.ts', 'web/server/caddyfile.ts'],
    sources: ['web', 'app/contract'],
  },
};

function builtImages(): Record<BuiltName, BuiltImage> {
  const inspect = (name: BuiltName): BuiltImage => {
    const recipe = ['package-lock.json', '.dockerignore', `docker/${name}.Dockerfile`];
    const { content, sources } = origins[name];
    return {
      fingerprint: fingerprint(projectDir, [...content, ...recipe]),
      revision: lastCommitOf([...sources, ...recipe]),
    };
  };
  return { app: inspect('app'), web: inspect('web') };
}

/** Not the commit of the checkout: an image that did not change must not be built again for a commit of something else. */
function lastCommitOf(paths: readonly string[]): string {
  try {
    const args = ['-C', projectDir, 'log', '-1', '--format=%h', '--abbrev=12', '--', ...paths];
    return (
      execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || 'unknown'
    );
  } catch {
    return 'unknown';
  }
}

/** Every file below a folder, by its path in it; none where there is no such folder. */
function readFolder(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [relative(folder, file), readFileSync(file, 'utf8')]));
}
