import { alertmanagerFile, type Receivers } from './config.ts';
import { templateFile } from './template.ts';

/** Everything that must lie beside each other for Alertmanager to start, but the secrets: relative path → content. */
export function alertmanagerFolder(receivers: Receivers = {}): Map<string, string> {
  return new Map([
    ['alertmanager.yml', alertmanagerFile(receivers)],
    ['electricity.tmpl', templateFile()],
  ]);
}
