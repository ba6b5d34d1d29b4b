import { alertmanagerFolder } from './alertmanager/folder.ts';
import { grafanaFolder } from './dashboards/provisioning.ts';
import { prometheusFile } from './prometheus.ts';
import { alertRulesFile, recordingRulesFile } from './rules/files.ts';
import { runbookFiles } from './runbook.ts';
import { dockerAddresses } from './scrape.ts';
import { casesByGroup, evaluatedEvery } from './tests/cases/index.ts';
import { promtoolFile } from './tests/promtool-file.ts';

/** Every generated file of monitoring: path in the repository → content. */
export function monitoringFiles(): Map<string, string> {
  const docker = { stack: 'docker', addresses: dockerAddresses() };
  return new Map([
    ['monitoring/alerts.yml', alertRulesFile()],
    ['monitoring/generated/recording.yml', recordingRulesFile()],
    ['monitoring/generated/docker/prometheus.yml', prometheusFile(docker)],
    ...inFolder('monitoring/generated/docker', alertmanagerFolder()),
    ...inFolder('monitoring/generated/docker/grafana', grafanaFolder()),
    ...promtoolTests(),
    ...runbookFiles(),
  ]);
}

/** `promtool test rules monitoring/generated/tests/*.yaml` */
function promtoolTests(): [string, string][] {
  const ruleFiles = ['../../alerts.yml', '../recording.yml'];
  return Object.entries(casesByGroup).map(([group, cases]) => [
    `monitoring/generated/tests/${group}.yaml`,
    promtoolFile(cases, ruleFiles, evaluatedEvery[group]),
  ]);
}

const inFolder = (folder: string, files: Map<string, string>): [string, string][] =>
  [...files].map(([path, content]) => [`${folder}/${path}`, content]);
