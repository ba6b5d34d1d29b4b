import { neverSucceededName } from '@eo/monitoring/alerts/jobs.ts';
import { jobsEverywhere } from '../../catalog/jobs.ts';
import { execute } from '../../e2e/kit.ts';
import { zone } from '../scene.ts';
import { type Cause, repeat } from './cause.ts';

/** A zone that the recorded days lack, so that no feed of the stack has prices of it. */
const zoneWithoutFeed = 'FI';

const feedsAway: Cause = {
  title: `no feed answers, and ${zone} was last checked two hours ago`,
  alerts: ['PriceDataStaleness', 'FeedFetchesFailing'],
  async start({ connect, outputs }) {
    const client = await connect('superuser');
    await client.query("update feed_check set checked_at = checked_at - interval '2 hours'");
    const refresh = (id: string) =>
      fetch(`${outputs.apiUrl}/api/v1/prices/refresh`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': outputs.internalApiKey ?? '' },
        body: JSON.stringify({ zones: [id] }),
      });
    const stop = repeat(() => refresh(zoneWithoutFeed), 500);
    return async () => {
      await stop();
      await refresh(zone);
      await client.end();
    };
  },
};

/** Prices as no model can foresee them: each day is cheap or dear by chance. */
const pricesJump: Cause = {
  title: 'each day of the last five weeks is cheap or dear by chance',
  alerts: ['ModelForecastAccuracyDegraded'],
  async start({ connect, restartApi }) {
    const client = await connect('superuser');
    await client.query('create table price_day_before as table price_day');
    await client.query(`
      update price_day set prices = array_fill(
        case when md5(day::text) < '8' then 10::real else 1500 end, array[cardinality(prices)])
      where day > current_date - 35`);
    await restartApi();
    return async () => {
      await client.query(`
        update price_day set prices = before.prices from price_day_before as before
        where before.zone = price_day.zone and before.day = price_day.day`);
      await client.query('drop table price_day_before');
      await client.end();
      await restartApi();
    };
  },
};

const jobsOld: Cause = {
  title: 'price-sync, backup and restore-drill succeeded last six weeks ago',
  alerts: ['ScheduledJobStale', 'BackupTooOld', 'RestoreDrillTooOld'],
  async start({ connect }) {
    const client = await connect('superuser');
    await client.query('create table job_run_before as table job_run');
    await client.query(`
      delete from job_run;
      insert into job_run (job, outcome, started_at, ended_at)
      select job, 'ok', now() - interval '42 days', now() - interval '42 days'
      from unnest(array['price-sync', 'backup', 'restore-drill']) as job`);
    return async () => {
      await client.query(restoreRuns);
      await client.end();
    };
  },
};

const drillsFail: Cause = {
  title: 'one drill of recovery failed, another passed last a month ago',
  alerts: ['RecoveryDrillFailed', 'RecoveryDrillTooOld'],
  async start({ connect }) {
    const client = await connect('superuser');
    await client.query(`
      insert into drill_result (drill, passed, rto_seconds, evidence, last_passed_at)
      values ('fails', false, 9, 'played', now()), ('is-old', true, 9, 'played', now() - interval '30 days')`);
    return async () => {
      await client.query('delete from drill_result');
      await client.end();
    };
  },
};

const jobFails: Cause = {
  title: `price-sync is run twice for ${zoneWithoutFeed}, which no feed has`,
  alerts: ['ScheduledJobFailing'],
  async start({ stack }) {
    const args = ['run', '--silent', 'pipeline', '--', 'price-sync', '--stack', stack.name];
    for (let run = 0; run < 2; run += 1)
      await execute('npm', [...args, '--zones', zoneWithoutFeed, '--feed', 'replay'], stack.env);
    return () => {};
  },
};

const noJobEver: Cause = {
  title: 'no job has succeeded yet',
  alerts: jobsEverywhere.map(neverSucceededName),
  takesMinutes: true,
  async start({ connect }) {
    const client = await connect('superuser');
    await client.query('create table job_run_before as table job_run');
    await client.query('delete from job_run');
    return async () => {
      await client.query(restoreRuns);
      await client.query(
        `insert into job_run (job, outcome, ended_at)
         select job, 'ok', now() from unnest($1::text[]) as job`,
        [jobsEverywhere.map(({ name }) => name)],
      );
      await client.end();
    };
  },
};

const restoreRuns = `
  delete from job_run;
  insert into job_run overriding system value table job_run_before;
  drop table job_run_before`;

export const dataCauses = {
  feedsAway,
  pricesJump,
  jobsOld,
  drillsFail,
  jobFails,
  noJobEver,
} satisfies Record<string, Cause>;
