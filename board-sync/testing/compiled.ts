import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { temporaryFolder } from './temporary.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The coordination as plain JavaScript in a folder of its own, with a script beside it: fifty processes then start in
 * the time that a few need with a loader. Returns the script's path.
 */
export function compiledWith(script: string): string {
  const folder = temporaryFolder();
  const sources = [
    'errors.ts',
    ...readdirSync(join(root, 'coordination')).map((name) => join('coordination', name)),
  ];
  for (const source of sources.filter((name) => !name.endsWith('.test.ts'))) {
    const target = join(folder, source.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, compiled(readFileSync(join(root, source), 'utf8')));
  }
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  writeFileSync(join(folder, 'script.js'), script);
  return join(folder, 'script.js');
}

const compiled = (text: string): string =>
  ts.transpileModule(text, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  }).outputText;
