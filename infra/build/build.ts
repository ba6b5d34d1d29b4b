import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { build as viteBuild } from 'vite';
import { jobs, pipelinesByHand } from '../catalog/jobs.ts';
import { services } from '../catalog/services.ts';
import { projectDir } from '../toolchain/project.ts';
import { fingerprint } from './fingerprint.ts';

/** What was built: `unchanged` when the sources are the ones of the last build. */
export type BuildOutcome = 'built' | 'unchanged';

/** Bundles of our processes stand in `dist/services/<entry>.js`, the web app's files in `dist/web`. */
const dist = join(projectDir, 'dist');
const bundles = 'dist/services';
const stamps = join(dist, '.stamps.json');

/** A part of `dist/`, rebuilt when one of its sources changed. */
interface Part {
  name: 'services' | 'web';
  sources: string[];
  build: () => Promise<void>;
}

const common = ['package-lock.json', 'tsconfig.base.json', 'infra/build', 'app/contract'];
const parts: Part[] = [
  {
    name: 'services',
    sources: [...common, 'app', 'pipelines', 'web/server', 'infra/catalog'],
    build: buildServices,
  },
  { name: 'web', sources: [...common, 'web'], build: buildWeb },
];

/** Builds whatever part of `dist/` is missing or older than its sources. */
export async function buildAll(): Promise<BuildOutcome> {
  const known = readStamps();
  let outcome: BuildOutcome = 'unchanged';
  for (const part of parts) {
    const stamp = fingerprint(projectDir, part.sources);
    if (known[part.name] === stamp) continue;
    await part.build();
    known[part.name] = stamp;
    mkdirSync(dist, { recursive: true });
    writeFileSync(stamps, JSON.stringify(known, null, 2));
    outcome = 'built';
  }
  return outcome;
}

/**
 * Every process that is started from a bundle: the services of the catalogue, the migration, the pipelines; and the
 * threads that make forecasts and solve models.
 */
export function entryPoints(): string[] {
  const ofServices = services.flatMap(({ source }) => (source.kind === 'image' ? [] : [source.entry]));
  const names = new Set([...jobs.map(({ pipeline }) => pipeline), ...pipelinesByHand]);
  const pipelines = [...names].map((name) => `pipelines/${name}.ts`);
  return [
    ...ofServices,
    ...pipelines,
    'app/db/migrate-main.ts',
    'app/forecaster/worker.ts',
    'app/solver/worker.ts',
    'infra/plugins/local/supervisor/main.ts',
  ];
}

/**
 * A fingerprint of the bundle of an entry, so that a process restarts exactly when its code changed.
 *
 * @throws Error when the bundle is not there yet
 */
export function revisionOf(entry: string): string {
  const bundle = bundleOf(entry);
  if (!existsSync(join(projectDir, bundle)))
    throw new Error(`${bundle} is not built. Build it: npm run build`);
  const assets = entry.startsWith('web/')
    ? ['dist/web']
    : entry.startsWith('app/db/')
      ? [`${bundles}/app/db`]
      : [];
  return fingerprint(projectDir, [bundle, ...assets]);
}

/** Where the bundle of an entry stands, relative to the project. */
export const bundleOf = (entry: string): string => `${bundles}/${entry.replace(/\.ts$/, '.js')}`;

async function buildServices(): Promise<void> {
  rmSync(join(projectDir, bundles), { recursive: true, force: true });
  await esbuild({
    absWorkingDir: projectDir,
    entryPoints: Object.fromEntries(entryPoints().map((entry) => [entry.replace(/\.ts$/, ''), entry])),
    outdir: join(projectDir, bundles),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Installed packages stay outside: they are found in node_modules at run time, with their own assets.
    plugins: [
      {
        name: 'external-packages',
        setup: (build) => build.onResolve({ filter: /^[^./]/ }, externalUnlessOurs),
      },
    ],
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  // Beside each bundle that migrates: restoring makes the tables of a backup by them.
  for (const folder of ['app/db', 'pipelines'])
    cpSync(join(projectDir, 'app/db/migrations'), join(projectDir, bundles, folder, 'migrations'), {
      recursive: true,
    });
}

/** Made of hundreds of small modules, which take a third of a second to find; of them, a bundle has what it uses. */
const bundledPackages = /^(typebox|temporal-polyfill)(\/|$)/;

function externalUnlessOurs({ path, kind }: { path: string; kind: string }): { external: true } | undefined {
  return kind === 'entry-point' || path.startsWith('@eo/') || bundledPackages.test(path)
    ? undefined
    : ({ path, external: true } as { external: true });
}

async function buildWeb(): Promise<void> {
  await viteBuild({
    root: join(projectDir, 'web'),
    configFile: join(projectDir, 'web/vite.config.ts'),
    logLevel: 'warn',
  });
}

function readStamps(): Record<string, string> {
  try {
    return JSON.parse(readFileSync(stamps, 'utf8'));
  } catch {
    return {};
  }
}
