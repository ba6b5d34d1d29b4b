import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Place {
  projectDir: string;
  stack: string;
  isRoot: boolean;
  /** Whether other users may pass through a folder; looks at the file system unless a test says otherwise. */
  isTraversable?: (folder: string) => boolean;
}

/**
 * Folder of a local stack's data and logs: inside the project, unless root runs it from a folder that the
 * unprivileged PostgreSQL user may not pass through (such as `/root`), then below `/var/lib`.
 */
export function resolveDataRoot({ projectDir, stack, isRoot, isTraversable = othersMayPass }: Place): string {
  if (!isRoot || ancestors(projectDir).every(isTraversable))
    return join(projectDir, '.state', 'local', stack);
  const id = createHash('sha256').update(projectDir).digest('hex').slice(0, 12);
  return join('/var/lib/electricity-optimizer', id, stack);
}

/** The first folder on the way to a place that other users may not pass through; null when they may. */
export function impassableFolder(place: string): string | null {
  return ancestors(place).find((folder) => !othersMayPass(folder)) ?? null;
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [...ancestors(parent), folder];
}

function othersMayPass(folder: string): boolean {
  return (statSync(folder).mode & 0o001) !== 0;
}
