import { jobs } from '@eo/infra/catalog/jobs.ts';
import { alertGroups, runbookUrl } from '../alerts/index.ts';
import { config } from '../config.ts';
import { yamlFile } from '../generated-file.ts';
import { derivedRules } from './derived.ts';
import { red } from './red.ts';
import type { Alert, RecordingGroup } from './types.ts';

export const recordingGroups: readonly RecordingGroup[] = [
  red({ jobs: [config.apiJob] }),
  derivedRules(jobs),
];

/** The recording rules as Prometheus reads them. */
export const recordingRulesFile = (): string => yamlFile({ groups: recordingGroups });

/** @param runbookBase folder or URL before `<Alert>.md` */
export function alertRulesFile(runbookBase: string = config.runbookBase): string {
  const groups = alertGroups.map(({ name, alerts }) => ({
    name,
    rules: alerts.map((alert) => alertRule(alert, runbookBase)),
  }));
  return yamlFile({ groups });
}

function alertRule({ name, expr, for: holds, severity, summary }: Alert, runbookBase: string): object {
  return {
    alert: name,
    expr,
    ...(holds ? { for: holds } : {}),
    labels: { severity },
    annotations: { summary, runbook_url: runbookUrl(name, runbookBase) },
  };
}
