import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { build as viteBuild } from 'vite';
import { projectDir } from '../toolchain/project.ts';
import { bundles, dist, entryPoints, type PartName, readStamps, stampOf, stampsFile } from './bundles.ts';

/** What was built: `unchanged` when the sources are the ones of the last build. */
export type BuildOutcome = 'built' | 'unchanged';

const builders: Readonly<Record<PartName, () => Promise<void>>> = { services: buildServices, web: buildWeb };

/** Builds whatever part of `dist/` is missing or older than its sources. */
export async function buildAll(): Promise<BuildOutcome> {
  const known = readStamps();
  let outcome: BuildOutcome = 'unchanged';
  for (const part of ['services', 'web'] as const) {
    const stamp = stampOf(part);
    if (known[part] === stamp) continue;
    await builders[part]();
    known[part] = stamp;
    mkdirSync(dist, { recursive: true });
    writeFileSync(stampsFile, JSON.stringify(known, null, 2));
    outcome = 'built';
  }
  return outcome;
}

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
