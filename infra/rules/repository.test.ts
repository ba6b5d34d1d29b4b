import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectDir } from '../toolchain/project.ts';
import { trackedFiles } from './tracked-files.ts';

const read = (file: string): string => readFileSync(join(projectDir, file), 'utf8');
const manifests = trackedFiles(/^([a-z-]+\/)?package\.json$/).map((file) => ({
  file,
  json: JSON.parse(read(file)),
}));

describe('the repository', () => {
  it('pins every dependency exactly', () => {
    const loose = manifests.flatMap(({ file, json }) =>
      ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
        Object.entries<string>(json[kind] ?? {})
          .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
          .map(([name, version]) => `${file}: ${name}@${version}`),
      ),
    );
    expect(loose).toEqual([]);
  });

  it('names commands in package.json that exist', () => {
    const commands = read('infra/cli/commands.ts');
    const scripts = manifests.find(({ file }) => file === 'package.json')?.json.scripts as Record<
      string,
      string
    >;
    for (const [name, script] of Object.entries(scripts)) {
      expect(script).toBe(`node infra/cli/bootstrap.mjs ${name}`);
      expect(commands, name).toMatch(new RegExp(`^ {2}'?${name}'?: `, 'm'));
    }
  });

  it('links only to files that exist, from every document', () => {
    const broken = trackedFiles(/\.md$/).flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !existsSync(join(projectDir, dirname(file), target)))
        .map((target) => `${file} → ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('holds no settings of an editor assistant, and no secret', () => {
    expect(trackedFiles(/^\.claude\//)).toEqual([]);
    const secrets = /(ghp_|github_pat_)\w{20}|rnd_\w{20}|napi_\w{20}|-----BEGIN [A-Z ]*PRIVATE KEY-----\n/;
    expect(
      trackedFiles(/\.(ts|tsx|mjs|json|md|yaml|yml|sh)$/).filter((file) => secrets.test(read(file))),
    ).toEqual([]);
  });

  it('keeps pages of people in step with the catalogue by generating them', () => {
    expect(trackedFiles(/^docs\/generated\//).every((file) => read(file).includes('npm run generate'))).toBe(
      true,
    );
  });
});
