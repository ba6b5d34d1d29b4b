import { service } from '../../../catalog/index.ts';
import type { ServiceName } from '../../../catalog/types.ts';
import type { Settings } from '../../../settings.ts';
import { limitsOf } from '../../limits.ts';
import type { Recipe } from '../container-spec.ts';
import { backendRecipe, schedulerRecipe } from './app.ts';
import {
  alertmanagerRecipe,
  grafanaRecipe,
  nodeExporterRecipe,
  postgresExporterRecipe,
  prometheusRecipe,
  redisExporterRecipe,
} from './monitoring.ts';
import { frontendRecipe, proxyRecipe } from './proxy.ts';
import { postgresRecipe, redisRecipe } from './stores.ts';

/** What recipes are made from. */
export interface RecipeContext {
  settings: Settings;
  /** What Grafana is set up with: path below its provisioning folder → content. */
  grafana: ReadonlyMap<string, string>;
  /** Whether the operator brought a database, or Redis, of their own. */
  given: { postgres: boolean; redis: boolean };
}

/** How each service runs on a Docker engine. A service of the catalogue without a line here does not compile. */
export const recipes: Readonly<Record<ServiceName, (context: RecipeContext) => Recipe>> = {
  backend: ({ settings }) => backendRecipe(settings),
  frontend: () => frontendRecipe(),
  scheduler: ({ settings }) => schedulerRecipe(settings),
  redis: ({ settings }) => redisRecipe(limitsOf(settings, service('redis')).memoryMb),
  postgres: ({ settings }) =>
    postgresRecipe(limitsOf(settings, service('postgres')), settings.backendReplicas),
  proxy: ({ settings }) => proxyRecipe(settings),
  prometheus: ({ settings }) => prometheusRecipe(settings),
  alertmanager: () => alertmanagerRecipe(),
  grafana: ({ settings, grafana }) => grafanaRecipe(settings, grafana),
  'node-exporter': () => nodeExporterRecipe(),
  'redis-exporter': ({ given }) => redisExporterRecipe(given.redis),
  'postgres-exporter': ({ given }) => postgresExporterRecipe(given.postgres),
};
