import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nodeFileTrace } from '@vercel/nft';
import { projectDir } from '../toolchain/project.ts';

/**
 * Process, run while an image is built: copies what the bundles of the app and the pipelines need at run time, and
 * nothing else, into a folder. Of installed packages that is the files they load, not the packages.
 *
 * Usage: node --import tsx infra/build/image-root.ts <folder>
 */
const [target] = process.argv.slice(2);
if (!target) throw new Error('Usage: node --import tsx infra/build/image-root.ts <folder>');

const bundles = ['dist/services/app', 'dist/services/pipelines'].flatMap(filesBelow);
const programs = bundles.filter((file) => file.endsWith('.js'));
const { fileList } = await nodeFileTrace(programs, { base: projectDir, processCwd: projectDir });
for (const file of new Set([...bundles, ...fileList, 'package.json'])) copy(file, target);

function filesBelow(folder: string): string[] {
  const entries = readdirSync(join(projectDir, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => join(entry.parentPath, entry.name).slice(projectDir.length + 1));
}

function copy(file: string, folder: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  // As a file even where npm left a link: the folder must stand by itself.
  cpSync(join(projectDir, file), join(folder, file), { dereference: true });
}
