import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../toolchain/project.ts';
import { CliError } from './errors.ts';
import { runNode } from './run-node.ts';

/** `npm run bench -- <name>`: one benchmark; a table, and with `--json` one JSON document as the last line. */
export async function run([name, ...args]: string[]): Promise<number> {
  const known = readdirSync(join(projectDir, 'bench'))
    .filter((file) => /^[a-z]+\.ts$/.test(file) && file !== 'report.ts')
    .map((file) => file.replace(/\.ts$/, ''));
  if (!name || name.startsWith('-')) {
    console.log(
      `Usage: npm run bench -- <${known.join('|')}> [--json]\n\nExamples:\n  npm run bench -- api\n  npm run bench -- storage --json`,
    );
    return name ? 0 : 2;
  }
  if (!known.includes(name)) throw new CliError(`There is no benchmark ${name}. Known: ${known.join(', ')}`);
  return runNode(join('bench', `${name}.ts`), args);
}
