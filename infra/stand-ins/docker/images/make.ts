import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes the stand-in images of the Dockerfile beside this file on the engine of this machine, once; takes a minute or
 * two. Needs `docker`, `mmdebstrap`, and a mirror of Debian within reach.
 */

const folder = import.meta.dirname;
const contextFiles = ['Dockerfile', 'grafana.mjs', 'postgres-entrypoint.sh'];
const packages = [
  'busybox',
  'ca-certificates',
  'caddy',
  'libcap2-bin',
  'libstdc++6',
  'postgresql-15',
  'prometheus',
  'prometheus-alertmanager',
  'prometheus-node-exporter',
  'prometheus-postgres-exporter',
  'prometheus-redis-exporter',
  'redis-server',
];
/** Large, and of no use to any of these programs. */
const leftOut = ['javascript', 'doc', 'man', 'locale', 'i18n'].map((name) => `/usr/share/${name}/*`);

/** By the name under which a stack is told of an image: `images:<name>`. */
const stages = {
  node: 'node',
  proxy: 'caddy',
  redis: 'redis',
  postgres: 'postgres',
  prometheus: 'prometheus',
  alertmanager: 'alertmanager',
  grafana: 'grafana',
  'node-exporter': 'node-exporter',
  'redis-exporter': 'redis-exporter',
  'postgres-exporter': 'postgres-exporter',
};

/** References of the stand-in images by the names above; makes those that the engine does not have. */
export function standInImages(): Record<string, string> {
  const tag = version();
  const reference = (stage: string): string => `electricity-optimizer-stand-in/${stage}:${tag}`;
  const missing = [...new Set(Object.values(stages))].filter((stage) => !isThere(reference(stage)));
  if (missing.length > 0) withContext((context) => makeImages(context, missing, reference));
  return Object.fromEntries(Object.entries(stages).map(([name, stage]) => [name, reference(stage)]));
}

function version(): string {
  const hash = createHash('sha256').update(JSON.stringify([packages, leftOut, process.version]));
  for (const file of contextFiles) hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}

function makeImages(context: string, missing: readonly string[], reference: (stage: string) => string): void {
  const base = reference('debian');
  if (!isThere(base)) {
    const archive = join(context, 'debian.tar');
    run('mmdebstrap', [
      '--quiet',
      '--variant=minbase',
      `--include=${packages.join(',')}`,
      ...leftOut.map((path) => `--dpkgopt=path-exclude=${path}`),
      codename(),
      archive,
    ]);
    run('docker', ['import', archive, base]);
    rmSync(archive);
  }
  for (const stage of missing) {
    const args = ['build', '--quiet', '--target', stage, '--tag', reference(stage)];
    run('docker', [...args, '--build-arg', `BASE=${base}`, context]);
  }
}

/** Beside the files of this folder: the Node and npm of this machine, and what it trusts. */
function withContext(use: (context: string) => void): void {
  const context = mkdtempSync(join(tmpdir(), 'eo-images-'));
  try {
    for (const file of contextFiles) copyFileSync(join(folder, file), join(context, file));
    copyFileSync(process.execPath, join(context, 'node'));
    const modules = execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim();
    cpSync(join(modules, 'npm'), join(context, 'npm'), { recursive: true });
    const trusted = process.env.NODE_EXTRA_CA_CERTS ?? '/etc/ssl/certs/ca-certificates.crt';
    copyFileSync(trusted, join(context, 'certificates.crt'));
    use(context);
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

const isThere = (reference: string): boolean =>
  spawnSync('docker', ['image', 'inspect', reference], { stdio: 'ignore' }).status === 0;

const codename = (): string =>
  /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'bookworm';

function run(program: string, args: readonly string[]): void {
  execFileSync(program, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    // The engine's own builder: Debian's package comes without BuildKit's.
    env: { ...process.env, DOCKER_BUILDKIT: '0' },
  });
}
