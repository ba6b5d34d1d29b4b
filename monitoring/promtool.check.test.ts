import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectDir } from '../infra/toolchain/project.ts';
import { prometheusFolder } from './prometheus.ts';
import { credentialsFile, dockerAddresses, localAddresses } from './scrape.ts';
import { check, hasProgram, inFolder, needs } from './testing/programs.ts';

const folder = join(projectDir, 'monitoring');
const ruleFiles = [join(folder, 'alerts.yml'), join(folder, 'generated/recording.yml')];

describe.skipIf(!hasProgram('promtool'))(`promtool ${needs('promtool')}`, () => {
  it('accepts the rules, with every lint', async () => {
    const { code, output } = await check('promtool', [
      'check',
      'rules',
      '--lint=all',
      '--lint-fatal',
      ...ruleFiles,
    ]);
    expect(output).toMatch(/SUCCESS: \d+ rules found/);
    expect(code, output).toBe(0);
  });

  it('sees every alert fire and stay quiet as its cases say', async () => {
    const tests = readdirSync(join(folder, 'generated/tests')).map((file) =>
      join(folder, 'generated/tests', file),
    );
    expect(tests.length).toBeGreaterThan(5);
    const { code, output } = await check('promtool', ['test', 'rules', ...tests]);
    expect(code, output).toBe(0);
  });

  const stacks = {
    docker: dockerAddresses(),
    'local with two replicas': localAddresses({ backend: 2, prometheus: 1, 'node-exporter': 1 }),
  };
  it.each(Object.entries(stacks))('accepts the configuration of %s', async (stack, addresses) => {
    const files = prometheusFolder({ stack, addresses }).set(credentialsFile, 'a key');
    const { code, output } = await inFolder(files, (place) =>
      check('promtool', ['check', 'config', join(place, 'prometheus.yml')]),
    );
    expect(code, output).toBe(0);
  });
});
