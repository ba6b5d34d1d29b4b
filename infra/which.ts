import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of the programs that is on PATH, as an absolute path; null when none is. */
export function which(programs: readonly string[], path: string = process.env.PATH ?? ''): string | null {
  for (const program of programs) {
    for (const folder of path.split(delimiter).filter(Boolean)) {
      const file = join(folder, program);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not in this folder.
      }
    }
  }
  return null;
}
