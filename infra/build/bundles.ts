import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jobs, pipelinesByHand } from '../catalog/jobs.ts';
import { services } from '../catalog/services.ts';
import { projectDir } from '../toolchain/project.ts';
import { fingerprint } from './fingerprint.ts';

/** What stands in `dist/`, and of which sources it is: bundles of our processes as `dist/services/<entry>.js`, the web app's files in `dist/web`. */
export const dist = join(projectDir, 'dist');
export const bundles = 'dist/services';
export const stampsFile = join(dist, '.stamps.json');

/** A part of `dist/`, rebuilt when one of its sources changed. */
export type PartName = 'services' | 'web';

const common = ['package-lock.json', 'tsconfig.base.json', 'infra/build', 'app/contract'];
const sources: Readonly<Record<PartName, readonly string[]>> = {
  services: [...common, 'app', 'pipelines', 'web/server', 'infra/catalog'],
  web: [...common, 'web'],
};

/** The fingerprint of a part's sources as they are now. */
export const stampOf = (part: PartName): string => fingerprint(projectDir, sources[part]);

/** The fingerprints of the sources that parts were built of. */
export function readStamps(): Partial<Record<PartName, string>> {
  try {
    return JSON.parse(readFileSync(stampsFile, 'utf8'));
  } catch {
    return {};
  }
}

/** What starts an entry soonest: its bundle where that is of the sources as they are, else the entry itself. */
export function startable(entry: string): string {
  const bundle = bundleOf(entry);
  const isCurrent = existsSync(join(projectDir, bundle)) && readStamps().services === stampOf('services');
  return isCurrent ? bundle : entry;
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
    'pipelines/state-fetch.ts',
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
