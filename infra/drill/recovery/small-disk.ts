import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A disk of its own, small enough to be filled. */
export interface SmallDisk {
  /** Takes the last byte of it. */
  fill(): void;
  /** Gives back what {@link SmallDisk.fill} took. */
  free(): void;
  unmount(): void;
}

/** Who may mount: root, and who may become root without being asked, as on a runner of GitHub. */
const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];

/** What it takes to have one that is not there; null when nothing is missing. */
export function missingForSmallDisk(): string | null {
  try {
    rooted('unshare', '-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt');
    return null;
  } catch {
    return 'the right to mount a disk of its own (root, or sudo without a password)';
  }
}

/** Mounts one in memory at a folder, which is made. @param megabytes that fit on it */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk {
  mkdirSync(folder);
  const owner = `uid=${process.getuid?.() ?? 0},gid=${process.getgid?.() ?? 0}`;
  rooted('mount', '-t', 'tmpfs', '-o', `mode=755,size=${megabytes}m,${owner}`, 'tmpfs', folder);
  const filler = join(folder, 'filler');
  return {
    fill: () => fill(folder, filler),
    free: () => rmSync(filler, { force: true }),
    unmount: () => void rooted('umount', '-l', folder),
  };
}

function rooted(...command: string[]): void {
  const [program = '', ...args] = [...asRoot, ...command];
  execFileSync(program, args, { stdio: 'ignore' });
}

/** A block at a time: a disk has no room for half of one. */
function fill(folder: string, filler: string): void {
  const { bsize } = statfsSync(folder);
  const block = Buffer.alloc(Number(bsize));
  const file = openSync(filler, 'a');
  try {
    for (;;) writeSync(file, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
}
