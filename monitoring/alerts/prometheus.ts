import type { AlertGroup } from '../rules/types.ts';

const reload =
  'Look at the file as Prometheus sees it: `promtool check config <file>`; then `npm run generate` and `npm run up`.';

/** Monitoring watches itself; the idea of most of these is the prometheus-mixin's. */
export const prometheusAlerts: AlertGroup = {
  name: 'prometheus',
  alerts: [
    {
      name: 'PrometheusBadConfig',
      expr: 'prometheus_config_last_reload_successful == 0',
      for: '5m',
      severity: 'critical',
      summary: 'Prometheus on {{ $labels.instance }} refused its configuration (successful = {{ $value }}).',
      runbook: {
        meaning: 'It goes on with the old configuration and will not start again with the new one.',
        confirm: ['Its log, lines with `Error loading config`'],
        act: [reload],
      },
    },
    {
      name: 'PrometheusRuleFailures',
      expr: 'increase(prometheus_rule_evaluation_failures_total[5m]) > 0',
      for: '15m',
      severity: 'critical',
      summary: '{{ $value | printf "%.0f" }} evaluations of {{ $labels.rule_group }} failed in five minutes.',
      runbook: {
        meaning: 'A rule cannot be evaluated: its alert cannot fire.',
        confirm: [
          'Which and why: the page `/rules` of Prometheus',
          'Its log, lines with `Evaluating rule failed`',
        ],
        act: [
          'Two series where one was expected: find what is scraped twice on the page `/targets`.',
          'Otherwise mend the rule in `monitoring/` with a test that shows the case.',
        ],
      },
    },
    {
      name: 'PrometheusMissedEvaluations',
      expr: 'increase(prometheus_rule_group_iterations_missed_total[5m]) > 0',
      for: '15m',
      severity: 'warning',
      summary:
        'Prometheus skipped {{ $value | printf "%.0f" }} rounds of {{ $labels.rule_group }} in five minutes.',
      runbook: {
        meaning: 'A round of rules takes longer than its interval: alerts come late.',
        confirm: [
          '`prometheus_rule_group_last_duration_seconds` against `prometheus_rule_group_interval_seconds`',
        ],
        act: [
          'The machine is busy: see the runbook HostCpuBusy.',
          'Otherwise raise `evaluationInterval` in `monitoring/config.ts`, or record what is slow.',
        ],
      },
    },
    {
      name: 'PrometheusNotIngesting',
      // Its own counters cannot tell: what counts is not stored either. Rules are still evaluated, and see no target.
      expr: 'absent(up)',
      for: '2m',
      severity: 'critical',
      summary: 'Prometheus stores nothing any more (absent = {{ $value }}).',
      runbook: {
        meaning:
          "Nothing was stored for five minutes: every other rule is blind. The dead man's switch has stopped calling, too.",
        confirm: ['The page `/targets` of Prometheus', 'Space where it keeps its data: `df -h`'],
        act: [
          'The disk is full: see the runbook DiskAlmostFull.',
          `Its configuration has no targets. ${reload}`,
          'Otherwise restart Prometheus and read its log.',
        ],
      },
    },
    {
      name: 'PrometheusStorageFailing',
      expr: 'increase(prometheus_tsdb_compactions_failed_total[3h]) + increase(prometheus_tsdb_reloads_failures_total[3h]) > 0',
      for: '1h',
      severity: 'warning',
      summary: 'Prometheus failed {{ $value | printf "%.0f" }} times in three hours to tidy up its data.',
      runbook: {
        meaning: 'Blocks are not compacted or not loaded: the disk fills, or history is missing.',
        confirm: ['Its log, lines with `compaction failed` or `reloadBlocks`'],
        act: [
          'The disk is full: see the runbook DiskAlmostFull.',
          'A block is corrupt: stop Prometheus and move the folder that the log names out of its data.',
        ],
      },
    },
    {
      name: 'ScrapeLimitExceeded',
      expr: 'increase(prometheus_target_scrapes_exceeded_sample_limit_total[15m]) > 0',
      severity: 'warning',
      summary:
        '{{ $value | printf "%.0f" }} scrapes in a quarter of an hour brought more series than allowed and were refused.',
      runbook: {
        meaning:
          'A target exports more series than `apiSampleLimit`. The whole scrape is refused, so the target counts as down.',
        confirm: [
          '`topk(10, count by (__name__) ({job="backend-api"}))` before it happened',
          'The page `/targets`, column Error',
        ],
        act: [
          'A label takes values without bound (paths, users): that is a bug of the API; mend it.',
          'There are simply more zones or routes: raise `apiSampleLimit` in `monitoring/config.ts`.',
        ],
      },
    },
    {
      name: 'PrometheusNotConnectedToAlertmanager',
      expr: 'prometheus_notifications_alertmanagers_discovered < 1',
      for: '10m',
      severity: 'critical',
      summary: 'Prometheus on {{ $labels.instance }} knows {{ $value }} Alertmanagers.',
      runbook: {
        meaning:
          "Alerts fire and nobody hears of them. This one is seen by the dead man's switch and on dashboards only.",
        confirm: ['The page `/status` of Prometheus, Alertmanagers'],
        act: [reload],
      },
    },
    {
      name: 'PrometheusCannotSendAlerts',
      expr: 'rate(prometheus_notifications_errors_total[5m]) / rate(prometheus_notifications_sent_total[5m]) > 0.01',
      for: '15m',
      severity: 'critical',
      summary: '{{ $value | humanizePercentage }} of alerts to {{ $labels.alertmanager }} are not delivered.',
      runbook: {
        meaning: 'Alertmanager is there and does not take alerts.',
        confirm: [
          '`curl -s <alertmanager>/-/ready`',
          'The log of Prometheus, lines with `Error sending alert`',
        ],
        act: ['Restart Alertmanager: `npm run up`.', 'It refuses them: compare the two versions.'],
      },
    },
    {
      name: 'AlertmanagerBadConfig',
      expr: 'alertmanager_config_last_reload_successful == 0',
      for: '5m',
      severity: 'critical',
      summary:
        'Alertmanager on {{ $labels.instance }} refused its configuration (successful = {{ $value }}).',
      runbook: {
        meaning: 'It goes on with the old routes and will not start again with the new ones.',
        confirm: ['`amtool check-config <file>`'],
        act: [
          'Mend what amtool names (a template, a missing secret file), then `npm run generate` and `npm run up`.',
        ],
      },
    },
    {
      name: 'AlertmanagerNotificationsFailing',
      expr:
        'sum by (job, instance, integration) (rate(alertmanager_notifications_failed_total[5m]))' +
        ' / sum by (job, instance, integration) (rate(alertmanager_notifications_total[5m])) > 0.01',
      for: '10m',
      severity: 'critical',
      summary: '{{ $value | humanizePercentage }} of notifications by {{ $labels.integration }} fail.',
      runbook: {
        meaning: 'Alerts fire and their message does not arrive by this way.',
        confirm: ['The log of Alertmanager, lines with `Notify for alerts failed`'],
        act: [
          'The address or secret changed: set it anew and `npm run up`.',
          'The receiver is away: until it is back, look at alerts in Grafana.',
        ],
      },
    },
    {
      name: 'DeadMansSwitch',
      // Not vector(1): a Prometheus that stores nothing would go on saying that all is well.
      expr: 'count(up) > 0',
      severity: 'none',
      summary: 'Alerting works: {{ $value }} targets are watched.',
      runbook: {
        meaning:
          'Fires as long as Prometheus stores what it scrapes. Who watches from outside (a service that expects a call every few minutes) raises the alarm when it stops.',
        confirm: ["It stands among the alerts of Alertmanager, and the watcher's page shows its last call"],
        act: [
          'The watcher calls: is the machine up, then Prometheus, then Alertmanager? The first that is not is the cause.',
        ],
      },
    },
  ],
};
