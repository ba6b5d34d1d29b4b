import type { Static } from 'typebox';
import type { FeedsEnv } from '../contract/env.ts';
import { energyCharts } from './energy-charts.ts';
import type { PriceFeed } from './feed.ts';
import { FeedsConfigError } from './feeds-config-error.ts';
import { replay } from './replay.ts';
import { simulated } from './simulated.ts';

type Environment = Static<typeof FeedsEnv>;

/** Every feed there is, by the name that FEEDS uses. A new one is a file and a line here. */
const factories: Readonly<Record<string, (env: Environment) => PriceFeed>> = {
  'energy-charts': (env) => energyCharts(env.ENERGY_CHARTS_URL),
  replay: (env) => replay(replayFolder(env)),
  simulated: () => simulated,
};

/**
 * The feeds that FEEDS names, in its order; a name that comes twice counts once.
 *
 * @throws FeedsConfigError when a name is unknown, FEEDS names none, or a feed lacks its settings
 */
export function createFeeds(env: Environment): PriceFeed[] {
  const names = [...new Set(env.FEEDS.split(',').map((name) => name.trim()))].filter((name) => name !== '');
  if (names.length === 0) throw new FeedsConfigError(`FEEDS names no feed. Known feeds: ${knownFeeds()}.`);
  return names.map((name) => {
    const factory = Object.hasOwn(factories, name) ? factories[name] : undefined;
    if (!factory)
      throw new FeedsConfigError(`FEEDS names ${name}, which is not known. Known feeds: ${knownFeeds()}.`);
    return factory(env);
  });
}

function knownFeeds(): string {
  return Object.keys(factories).join(', ');
}

function replayFolder(env: Environment): string {
  if (env.REPLAY_DIR) return env.REPLAY_DIR;
  throw new FeedsConfigError(
    'FEEDS names replay, but REPLAY_DIR is not set. Set it to a folder with <zone>/<year>.csv, or take replay out of FEEDS.',
  );
}
