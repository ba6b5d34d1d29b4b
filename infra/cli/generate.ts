import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles } from '../generate/files.ts';
import { projectDir } from '../toolchain/project.ts';
import { commandOf, parse } from './options.ts';

/** `npm run generate`: writes the files that derive from the catalogue; `--check` only compares, exit code 1 on a difference. */
export async function run(args: string[]): Promise<number> {
  const command = commandOf('generate', 'Writes the generated files.', [
    'npm run generate',
    'npm run generate -- --check',
  ]).option('--check', 'write nothing; fail when a file is not as it would be written');
  const parsed = parse<{ check?: true }>(command, args);
  if (!parsed) return 0;
  const outdated = generatedFiles().filter(({ path, content }) => read(join(projectDir, path)) !== content);
  for (const { path, content } of outdated) {
    console.log(`${parsed.options.check ? 'outdated' : 'written'}  ${path}`);
    if (parsed.options.check) continue;
    mkdirSync(dirname(join(projectDir, path)), { recursive: true });
    writeFileSync(join(projectDir, path), content);
  }
  if (!parsed.options.check || outdated.length === 0) return 0;
  console.log('Write them: npm run generate');
  return 1;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
