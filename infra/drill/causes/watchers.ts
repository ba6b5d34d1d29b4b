import { setTimeout as sleep } from 'node:timers/promises';
import { config } from '@eo/monitoring/config.ts';
import { stringify } from 'yaml';
import type { Scene } from '../scene.ts';
import type { PrometheusConfig } from '../watch.ts';
import { type Cause, repeat } from './cause.ts';

/** A cause that is another configuration of Prometheus. */
function configured(
  cause: Omit<Cause, 'start'>,
  change: (config: PrometheusConfig) => void,
  more: Record<string, string> = {},
): Cause {
  return {
    ...cause,
    start({ watch }: Scene) {
      const changed = watch.prometheusConfig();
      change(changed);
      watch.reconfigure(stringify(changed), more);
      return () => watch.reconfigure();
    },
  };
}

const withoutApi = configured(
  { title: 'the API is missing from the configuration of Prometheus', alerts: ['ApiNotScraped'] },
  (changed) => {
    changed.scrape_configs = changed.scrape_configs.filter(({ job_name }) => job_name !== config.apiJob);
  },
);

const withoutTargets = configured(
  { title: 'nothing is in the configuration of Prometheus', alerts: ['PrometheusNotIngesting'] },
  (changed) => {
    changed.scrape_configs = [];
  },
);

const fewSeriesAllowed = configured(
  { title: 'the API exports more series than are allowed', alerts: ['ScrapeLimitExceeded'] },
  (changed) => {
    for (const scraped of changed.scrape_configs)
      if (scraped.job_name === config.apiJob) scraped.sample_limit = 10;
  },
);

const withoutAlertmanager = configured(
  {
    title: 'Alertmanager is missing from the configuration of Prometheus',
    alerts: ['PrometheusNotConnectedToAlertmanager'],
    undeliverable: { PrometheusNotConnectedToAlertmanager: 'nobody is there to deliver it' },
  },
  (changed) => {
    delete changed.alerting;
  },
);

const badRule = configured(
  { title: 'a rule cannot be evaluated', alerts: ['PrometheusRuleFailures'] },
  (changed) => changed.rule_files.push('bad.yml'),
  {
    'bad.yml': stringify({
      groups: [{ name: 'bad', rules: [{ record: 'drill:bad:sum', expr: 'up + on () up' }] }],
    }),
  },
);

const badConfig: Cause = {
  title: 'Prometheus reads a configuration that is none',
  alerts: ['PrometheusBadConfig'],
  start({ watch }) {
    watch.reconfigure('scrape_configs: none of your business\n');
    return () => watch.reconfigure();
  },
};

const badRoutes: Cause = {
  title: 'Alertmanager reads a configuration that is none',
  alerts: ['AlertmanagerBadConfig'],
  start({ watch }) {
    watch.reconfigureAlertmanager('route: none of your business\n');
    return () => watch.reconfigureAlertmanager();
  },
};

const standsStill: Cause = {
  title: 'Prometheus stands still for seconds, again and again',
  alerts: ['PrometheusMissedEvaluations'],
  start: ({ watch }) =>
    repeat(async () => {
      watch.signal('prometheus', 'SIGSTOP');
      await sleep(2_500);
      watch.signal('prometheus', 'SIGCONT');
    }, 1_500),
};

const alertmanagerGone: Cause = {
  title: 'Alertmanager is ended',
  alerts: ['PrometheusCannotSendAlerts'],
  undeliverable: { PrometheusCannotSendAlerts: 'the way is what is broken' },
  start({ watch }) {
    watch.signal('alertmanager', 'SIGTERM');
    return () => watch.startAlertmanager();
  },
};

const receiverFails: Cause = {
  title: "the receiver of the dead man's switch answers 403",
  alerts: ['AlertmanagerNotificationsFailing'],
  start({ receiver }) {
    receiver.refuseCalls(true);
    return () => receiver.refuseCalls(false);
  },
};

export const watcherCauses = {
  withoutApi,
  withoutTargets,
  fewSeriesAllowed,
  withoutAlertmanager,
  badRule,
  badConfig,
  badRoutes,
  standsStill,
  alertmanagerGone,
  receiverFails,
} satisfies Record<string, Cause>;
