import { config } from '../config.ts';
import type { Alert, AlertGroup } from '../rules/types.ts';
import { apiAlerts } from './api.ts';
import { costAlerts } from './cost.ts';
import { dataAlerts } from './data.ts';
import { hostAlerts } from './host.ts';
import { jobAlerts } from './jobs.ts';
import { postgresAlerts } from './postgres.ts';
import { prometheusAlerts } from './prometheus.ts';
import { recoveryAlerts } from './recovery.ts';
import { redisAlerts } from './redis.ts';
import { sloAlerts } from './slo.ts';

export const alertGroups: readonly AlertGroup[] = [
  apiAlerts,
  sloAlerts,
  dataAlerts,
  jobAlerts,
  recoveryAlerts,
  costAlerts,
  redisAlerts,
  postgresAlerts,
  hostAlerts,
  prometheusAlerts,
];

export const alerts: readonly Alert[] = alertGroups.flatMap((group) => group.alerts);

export const runbookUrl = (alert: string, base: string = config.runbookBase): string => `${base}/${alert}.md`;
