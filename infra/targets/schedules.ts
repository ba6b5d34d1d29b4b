import { catalog } from '../catalog/index.ts';
import type { ScheduleOutput } from '../outputs.ts';

/** What the scheduler of a stack runs, on targets that run one. */
export const schedulesOfScheduler = (): ScheduleOutput[] =>
  catalog.jobs.map(({ name, cron, purpose }) => ({ name, cron, purpose, runner: 'scheduler' }));
