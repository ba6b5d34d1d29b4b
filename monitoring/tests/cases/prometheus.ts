import { type Cases, fires, quiet } from '../scene.ts';

const target = { job: 'prometheus', instance: 'm', service: 'prometheus' };
const labels = (more: string = ''): string => `{job="prometheus",instance="m",service="prometheus"${more}}`;
const alertmanager = { job: 'alertmanager', instance: 'x', service: 'alertmanager' };
const ofAlertmanager = (more: string = ''): string =>
  `{job="alertmanager",instance="x",service="alertmanager"${more}}`;
const group = ',rule_group="r"';
const notifications = (failed: number) => ({
  [`alertmanager_notifications_failed_total${ofAlertmanager(',integration="webhook"')}`]: `0+${failed}x40`,
  [`alertmanager_notifications_total${ofAlertmanager(',integration="webhook"')}`]: '0+10x40',
});
const sent = (errors: number) => ({
  [`prometheus_notifications_errors_total${labels(',alertmanager="x"')}`]: `0+${errors}x40`,
  [`prometheus_notifications_sent_total${labels(',alertmanager="x"')}`]: '0+10x40',
});
const limit = 'prometheus_target_scrapes_exceeded_sample_limit_total';
const storage = (failures: string) => ({
  [`prometheus_tsdb_compactions_failed_total${labels()}`]: failures,
  [`prometheus_tsdb_reloads_failures_total${labels()}`]: '0x400',
});

export const prometheusCases: Cases = {
  PrometheusBadConfig: {
    fires: [
      fires(
        'for six minutes',
        { [`prometheus_config_last_reload_successful${labels()}`]: '0x20' },
        '6m',
        target,
        'Prometheus on m refused its configuration (successful = 0).',
      ),
    ],
    quiet: [quiet('accepted', { [`prometheus_config_last_reload_successful${labels()}`]: '1x20' }, '10m')],
  },
  PrometheusRuleFailures: {
    fires: [
      fires(
        'one a minute',
        { [`prometheus_rule_evaluation_failures_total${labels(group)}`]: '0+1x40' },
        '30m',
        { ...target, rule_group: 'r' },
        '5 evaluations of r failed in five minutes.',
      ),
    ],
    quiet: [
      quiet(
        'none any more',
        { [`prometheus_rule_evaluation_failures_total${labels(group)}`]: '7x40' },
        '30m',
      ),
    ],
  },
  PrometheusMissedEvaluations: {
    fires: [
      fires(
        'one a minute',
        { [`prometheus_rule_group_iterations_missed_total${labels(group)}`]: '0+1x40' },
        '30m',
        { ...target, rule_group: 'r' },
        'Prometheus skipped 5 rounds of r in five minutes.',
      ),
    ],
    quiet: [
      quiet(
        'none any more',
        { [`prometheus_rule_group_iterations_missed_total${labels(group)}`]: '7x40' },
        '30m',
      ),
    ],
  },
  PrometheusNotIngesting: {
    fires: [
      fires(
        'the last scrape was stored 20 minutes ago',
        { [`up${labels()}`]: '1x10 _x40' },
        '30m',
        {},
        'Prometheus stores nothing any more (absent = 1).',
      ),
    ],
    quiet: [
      quiet('scrapes are stored, if only that they failed', { [`up${labels()}`]: '0x40' }, '30m'),
      quiet('it has only just started', {}, '1m'),
    ],
  },
  PrometheusStorageFailing: {
    fires: [
      fires(
        'compaction fails each hour',
        storage('0x59 1x60 2x60 3x200'),
        '200m',
        target,
        'Prometheus failed 3 times in three hours to tidy up its data.',
      ),
    ],
    quiet: [
      quiet('it never fails', storage('0x400'), '200m'),
      quiet('it failed long ago', storage('3x400'), '200m'),
    ],
  },
  ScrapeLimitExceeded: {
    fires: [
      fires(
        'every scrape',
        { [`${limit}${labels()}`]: '0+4x30' },
        '20m',
        target,
        '60 scrapes in a quarter of an hour brought more series than allowed and were refused.',
      ),
    ],
    quiet: [quiet('none', { [`${limit}${labels()}`]: '0x30' }, '20m')],
  },
  PrometheusNotConnectedToAlertmanager: {
    fires: [
      fires(
        'none is known',
        { [`prometheus_notifications_alertmanagers_discovered${labels()}`]: '0x20' },
        '12m',
        target,
        'Prometheus on m knows 0 Alertmanagers.',
      ),
    ],
    quiet: [
      quiet('one is', { [`prometheus_notifications_alertmanagers_discovered${labels()}`]: '1x20' }, '12m'),
    ],
  },
  PrometheusCannotSendAlerts: {
    fires: [
      fires(
        'half of them',
        sent(5),
        '30m',
        { ...target, alertmanager: 'x' },
        '50% of alerts to x are not delivered.',
      ),
    ],
    quiet: [quiet('all arrive', sent(0), '30m')],
  },
  AlertmanagerBadConfig: {
    fires: [
      fires(
        'for six minutes',
        { [`alertmanager_config_last_reload_successful${ofAlertmanager()}`]: '0x20' },
        '6m',
        alertmanager,
        'Alertmanager on x refused its configuration (successful = 0).',
      ),
    ],
    quiet: [
      quiet('accepted', { [`alertmanager_config_last_reload_successful${ofAlertmanager()}`]: '1x20' }, '10m'),
    ],
  },
  AlertmanagerNotificationsFailing: {
    fires: [
      fires(
        'one in ten',
        notifications(1),
        '30m',
        { job: 'alertmanager', instance: 'x', integration: 'webhook' },
        '10% of notifications by webhook fail.',
      ),
    ],
    quiet: [quiet('all arrive', notifications(0), '30m')],
  },
  DeadMansSwitch: {
    fires: [
      fires(
        'as long as scrapes are stored',
        { [`up${labels()}`]: '1x10', 'up{job="node"}': '0x10' },
        '5m',
        {},
        'Alerting works: 2 targets are watched.',
      ),
    ],
    quiet: [quiet('nothing is stored any more', { [`up${labels()}`]: '1x10 _x40' }, '30m')],
  },
};
