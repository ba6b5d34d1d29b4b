import type { Duration } from '../../duration.ts';
import type { Cases } from '../scene.ts';
import { apiCases } from './api.ts';
import { costCases } from './cost.ts';
import { dataCases } from './data.ts';
import { hostCases } from './host.ts';
import { jobCases } from './jobs.ts';
import { postgresCases } from './postgres.ts';
import { prometheusCases } from './prometheus.ts';
import { recoveryCases } from './recovery.ts';
import { redisCases } from './redis.ts';
import { sloCases } from './slo.ts';

/** The cases of each group of alerts, by the group's name. */
export const casesByGroup: Readonly<Record<string, Cases>> = {
  api: apiCases,
  slo: sloCases,
  data: dataCases,
  jobs: jobCases,
  recovery: recoveryCases,
  cost: costCases,
  redis: redisCases,
  postgres: postgresCases,
  host: hostCases,
  prometheus: prometheusCases,
};

/** How often the rules are evaluated in the scenes of a group, where that is not every minute. */
export const evaluatedEvery: Readonly<Record<string, Duration>> = {
  api: '2m',
  slo: '10m',
  data: '2m',
  redis: '3m',
  jobs: '1h',
  cost: '30m',
  host: '5m',
  prometheus: '5m',
};
