import { marker } from '../generated-file.ts';

/** Title and text of messages for Slack and e-mail, with the number and the runbook of each alert. */
export function templateFile(): string {
  return `{{/* ${marker} */}}
{{ define "electricity.title" -}}
[{{ .Status | toUpper }}{{ if eq .Status "firing" }} {{ .Alerts.Firing | len }}{{ end }}] {{ .CommonLabels.alertname }} ({{ .CommonLabels.severity }}) {{ .CommonLabels.stack }}
{{- end }}

{{ define "electricity.text" -}}
{{ range .Alerts -}}
{{ .Annotations.summary }}
Runbook: {{ .Annotations.runbook_url }}
Since: {{ .StartsAt.UTC.Format "2006-01-02 15:04" }} UTC

{{ end }}
{{- end }}
`;
}
