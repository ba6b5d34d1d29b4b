import { alerts } from './alerts/index.ts';
import { markdownFile } from './generated-file.ts';
import type { Alert, Cause } from './rules/types.ts';

/** Folder of the runbooks in the repository. */
export const runbookFolder = 'docs/runbooks';

/** A page for each alert, and a list of them: path in the repository → content. */
export function runbookFiles(): Map<string, string> {
  return new Map([
    [`${runbookFolder}/README.md`, overview()],
    ...alerts.map((alert): [string, string] => [`${runbookFolder}/${alert.name}.md`, runbookPage(alert)]),
  ]);
}

/** What an alert means, how to confirm it, what to do and how to silence it, on one screen. */
export function runbookPage(alert: Alert): string {
  const { name, severity, expr, runbook } = alert;
  const parts = [
    `# ${name}`,
    `Severity: ${severity}. ${condition(alert)}`,
    `\`\`\`promql\n${expr}\n\`\`\``,
    section('Meaning', runbook.meaning),
    section('Confirm', list('-', runbook.confirm)),
    section('Act', list('1.', runbook.act)),
    section('Silence', silencing(alert)),
    ...(runbook.afterwards ? [section('Afterwards', runbook.afterwards)] : []),
  ];
  return markdownFile(`${parts.join('\n\n')}\n`);
}

const condition = ({ for: holds }: Alert): string =>
  holds ? `Fires when this holds for ${holds}:` : 'Fires at once when this holds:';

function silencing({ name, silencedBy = [] }: Alert): string {
  if (name === 'DeadMansSwitch') return 'Never: its silence is the alarm.';
  const command =
    `\`amtool silence add alertname=${name} --duration 2h --comment "<why>" ` +
    '--alertmanager.url http://localhost:9093`';
  const causes = silencedBy.map(causeName).join(', ');
  return causes ? `${command}\n\nNot delivered while one of these fires: ${causes}.` : command;
}

const causeName = ({ alert, service }: Cause): string =>
  `[${alert}](${alert}.md)${service ? ` of ${service}` : ''}`;

function overview(): string {
  const rows = alerts.map(({ name, severity, runbook }) => {
    return `| [${name}](${name}.md) | ${severity} | ${runbook.meaning.split('. ')[0]} |`;
  });
  return markdownFile(
    `# Runbooks\n\nOne page for each alert; its address stands in every message.\n\n` +
      `| Alert | Severity | Meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n`,
  );
}

const section = (title: string, text: string): string => `## ${title}\n\n${text}`;

/** Runbooks name each other in words; here the name becomes a link. */
const list = (mark: string, lines: readonly string[]): string =>
  lines.map((line) => `${mark} ${line.replace(/runbook (\w+)/g, 'runbook [$1]($1.md)')}`).join('\n');
