import { alertGroups, alerts, runbookUrl } from '../alerts/index.ts';
import type { Duration } from '../duration.ts';
import { yamlFile } from '../generated-file.ts';
import { recordingGroups } from '../rules/files.ts';
import type { Cases, Expected, FiringScene, Scene } from './scene.ts';

/**
 * The scenes of a group of alerts as a file for `promtool test rules`.
 *
 * @param every how often rules are evaluated; long scenes take long, so groups that have them look less often
 */
export function promtoolFile(cases: Cases, ruleFiles: readonly string[], every: Duration = '1m'): string {
  const tests = Object.entries(cases).flatMap(([alert, { fires, quiet }]) => [
    ...fires.map((scene) => test(alert, scene, scene.expect)),
    ...quiet.map((scene) => test(alert, scene, [])),
  ]);
  return yamlFile({
    rule_files: ruleFiles,
    evaluation_interval: every,
    // Alerts read what is recorded at the same moment. A group that is left out would count as the first.
    group_eval_order: [...recordingGroups, ...alertGroups].map(({ name }) => name),
    tests,
  });
}

function test(alert: string, scene: Scene | FiringScene, expected: readonly Expected[]): object {
  const { title, series, interval = '1m', at } = scene;
  return {
    name: `${alert} ${expected.length > 0 ? 'fires' : 'stays quiet'}: ${title}`,
    interval,
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    alert_rule_test: [
      { eval_time: at, alertname: alert, exp_alerts: expected.map((one) => expectation(alert, one)) },
    ],
  };
}

function expectation(name: string, { labels, summary }: Expected): object {
  const severity = alerts.find((alert) => alert.name === name)?.severity;
  return {
    exp_labels: { severity, ...labels },
    exp_annotations: { summary, runbook_url: runbookUrl(name) },
  };
}
