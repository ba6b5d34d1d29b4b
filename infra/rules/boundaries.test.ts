import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectDir } from '../toolchain/project.ts';
import { trackedFiles } from './tracked-files.ts';

/**
 * Who may import whom. A folder may always import itself; tests and their utilities may import anything. The longest
 * matching prefix decides.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'app/contract': [],
  'app/domain': ['app/contract'],
  'app/feeds': ['app/contract', 'app/domain'],
  'app/db': ['app/contract', 'app/domain'],
  'app/cache': ['app/contract'],
  'app/log': [],
  'app/mail': ['app/contract'],
  'app/alerts': ['app/contract', 'app/domain', 'app/db', 'app/mail'],
  'app/forecaster': ['app/contract', 'app/domain', 'app/threads'],
  'app/solver': ['app/domain', 'app/threads'],
  'app/threads': [],
  'app/ingest': ['app/contract', 'app/domain', 'app/db', 'app/feeds'],
  'app/api': [
    'app/alerts',
    'app/contract',
    'app/domain',
    'app/db',
    'app/cache',
    'app/mail',
    'app/feeds',
    'app/forecaster',
    'app/ingest',
    'app/log',
    'app/solver',
  ],
  'web/server': ['app/contract', 'app/log', 'web'],
  web: ['app/contract'],
  'infra/catalog': ['app/contract'],
  'infra/toolchain': [],
  'infra/plugins': ['infra/toolchain'],
  'infra/drill': ['infra', 'app/contract', 'app/api/testing', 'app/cache/testing', 'monitoring'],
  'infra/cli/drill-alerts.ts': ['infra', 'monitoring'],
  'infra/generate': ['infra', 'app/contract', 'monitoring'],
  'infra/targets': ['infra', 'app/contract', 'monitoring', 'web/headers.ts'],
  infra: ['infra', 'app/contract'],
  monitoring: ['app/contract', 'infra/catalog'],
  pipelines: ['app', 'infra/catalog', 'infra/cost.ts'],
  'board-sync': [],
  bench: ['app', 'board-sync', 'infra', 'pipelines', 'web'],
};

const sources = trackedFiles(/\.(ts|tsx)$/).filter(
  (file) => !/\.test\.tsx?$|\/(testing|e2e|mock)(\/|\.ts)|\.config\.ts$/.test(file),
);
const areas = Object.keys(allowed).sort((a, b) => b.length - a.length);
const areaOf = (path: string): string | undefined =>
  areas.find((area) => path === area || path.startsWith(`${area}/`));

function importsOf(file: string): string[] {
  const text = readFileSync(join(projectDir, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].flatMap(([, specifier = '']) => {
    if (specifier.startsWith('.')) return [relative(projectDir, join(projectDir, dirname(file), specifier))];
    return specifier.startsWith('@eo/') ? [specifier.slice('@eo/'.length)] : [];
  });
}

describe('import boundaries', () => {
  it('cover every source file', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.filter((file) => !areaOf(file))).toEqual([]);
  });

  it('are kept', () => {
    const crossings = sources.flatMap((file) => {
      const area = areaOf(file) ?? '';
      const open = [area, ...(allowed[area] ?? [])];
      return importsOf(file)
        .filter((target) => !open.some((prefix) => target === prefix || target.startsWith(`${prefix}/`)))
        .map((target) => `${file} → ${target}`);
    });
    expect(crossings).toEqual([]);
  });

  it('let nothing but the contract know TypeBox schemas of another layer', () => {
    const contract = sources.filter((file) => file.startsWith('app/contract/'));
    expect(contract.flatMap(importsOf).filter((target) => !target.startsWith('app/contract/'))).toEqual([]);
  });
});
