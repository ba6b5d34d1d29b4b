import { apiPerformance } from './api-performance.ts';
import { cost } from './cost.ts';
import { database } from './database.ts';
import { models } from './models.ts';
import { overview } from './overview.ts';
import { slo } from './slo.ts';
import { system } from './system.ts';
import type { Dashboard } from './types.ts';

/** The five of the requirements, and two. */
export const dashboards: readonly Dashboard[] = [
  overview,
  apiPerformance,
  database,
  models,
  system,
  slo,
  cost,
];
