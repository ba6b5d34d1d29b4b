import type { Static } from 'typebox';
import type { FeedsEnv } from '../contract/env.ts';
import { energyCharts } from './energy-charts.ts';
import { entsoe } from './entsoe.ts';
import type { PriceFeed } from './feed.ts';
import { FeedsConfigError } from './feeds-config-error.ts';
import { octopusAgile } from './octopus-agile.ts';
import { paced } from './paced.ts';
import { replay } from './replay.ts';
import { simulated } from './simulated.ts';

type Environment = Static<typeof FeedsEnv>;

/**
 * Every feed there is, by the name that FEEDS uses. A new one is a file and a line here. What is asked over the network
 * is asked at most so often a minute: half of what is allowed where the owner says so (ENTSO-E: 400), else what no
 * owner minds. A factory gives null for a feed that cannot work without a key that is not there.
 */
const factories: Readonly<Record<string, (env: Environment) => PriceFeed | null>> = {
  'energy-charts': (env) => paced(energyCharts(env.ENERGY_CHARTS_URL), 60),
  entsoe: (env) => (env.ENTSOE_TOKEN ? paced(entsoe(env.ENTSOE_URL, env.ENTSOE_TOKEN), 200) : null),
  'octopus-agile': (env) => paced(octopusAgile(env.OCTOPUS_URL, env.AGILE_PRODUCT), 60),
  replay: (env) => replay(replayFolder(env)),
  simulated: () => simulated,
};

/**
 * The feeds that FEEDS names, in its order; a name that comes twice counts once. Without ENTSOE_TOKEN the feed entsoe
 * is left out: asking for a token takes days, and the other feeds work meanwhile.
 *
 * @throws FeedsConfigError when a name is unknown, none is left, or replay lacks its folder
 */
export function createFeeds(env: Environment): PriceFeed[] {
  const names = [...new Set(env.FEEDS.split(',').map((name) => name.trim()))].filter((name) => name !== '');
  if (names.length === 0) throw new FeedsConfigError(`FEEDS names no feed. Known feeds: ${knownFeeds()}.`);
  const feeds = names.flatMap((name) => {
    const factory = Object.hasOwn(factories, name) ? factories[name] : undefined;
    if (!factory)
      throw new FeedsConfigError(`FEEDS names ${name}, which is not known. Known feeds: ${knownFeeds()}.`);
    return factory(env) ?? [];
  });
  if (feeds.length > 0) return feeds;
  throw new FeedsConfigError(
    'FEEDS names only entsoe, but ENTSOE_TOKEN is not set. Set it, or name another feed.',
  );
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
