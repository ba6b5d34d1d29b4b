import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataEnv, FeedsEnv } from '@eo/app/contract/env.ts';
import { monitoringFiles } from '@eo/monitoring/files.ts';
import { jobs, workflows } from '../catalog/jobs.ts';
import { services } from '../catalog/services.ts';
import { settingKeys } from '../settings.ts';
import { projectDir } from '../toolchain/project.ts';
import { credentials, githubEnvironments } from '../workflows/environments.ts';
import { workflowFiles } from '../workflows/index.ts';
import { blueprint } from './blueprint.ts';
import { withSection } from './section.ts';

/** A file that derives from the catalogue or from the rules of monitoring: where it stands and what must be in it. */
export interface GeneratedFile {
  path: string;
  content: string;
}

const marker = 'Generated from infra/catalog by `npm run generate`; changes here are overwritten.';

/** Every generated file of the repository. */
export function generatedFiles(): GeneratedFile[] {
  return [
    { path: 'docs/generated/services.md', content: servicesDocument() },
    { path: 'docs/generated/schedules.md', content: schedulesDocument() },
    { path: pipelinesDocument, content: withSchedules() },
    { path: 'docs/generated/github-environments.md', content: githubEnvironmentsDocument() },
    { path: 'docs/generated/settings.md', content: settingsDocument() },
    { path: '.env.example', content: environmentExample() },
    { path: 'render.yaml', content: blueprint(marker) },
    ...[...monitoringFiles()].map(([path, content]) => ({ path, content })),
    ...workflowFiles(),
  ];
}

function servicesDocument(): string {
  const rows = services.map(({ name, purpose, source, port, exposure, limits, reservations, targets }) => [
    name,
    purpose,
    source.kind === 'image' ? `\`${source.image}\`` : `\`${source.entry}\``,
    port ? `${port.container}${port.local === port.container ? '' : ` (local ${port.local})`}` : '–',
    exposure,
    `${limits.cpus} CPU, ${limits.memoryMb} MB`,
    `${reservations.cpus} CPU, ${reservations.memoryMb} MB`,
    targets.join(', '),
  ]);
  return document(
    'Services',
    ['Service', 'Purpose', 'Made from', 'Port', 'Exposure', 'Limit', 'Reserved', 'Runs on'],
    rows,
  );
}

const pipelinesDocument = 'docs/operations/pipelines.md';

/** The page of the pipelines is written by people, but for its table. */
const withSchedules = (): string =>
  withSection(
    readFileSync(join(projectDir, pipelinesDocument), 'utf8'),
    '<!-- `npm run generate` writes from here -->',
    schedulesTable(),
  );

function schedulesTable(): string {
  const rows = jobs.map(({ name, cron, purpose, workflow, pipeline, args = [] }) => [
    name,
    `\`${cron}\``,
    purpose,
    workflow ?? '– (the scheduler only)',
    `\`${[pipeline, ...args].join(' ')}\``,
  ]);
  return table(['Job', 'Cron (UTC)', 'Purpose', 'Workflow', 'Pipeline'], rows);
}

function schedulesDocument(): string {
  const events = workflows.map(({ file, on, purpose }) => [file, on, purpose]);
  return (
    `<!-- ${marker} -->\n# Schedules\n\n${schedulesTable()}` +
    `\n## Workflows started by an event\n\n${table(['Workflow', 'Starts on', 'Purpose'], events)}`
  );
}

function githubEnvironmentsDocument(): string {
  const rows = githubEnvironments.map(({ name, purpose, approval, usedFrom, needs }) => [
    name,
    purpose,
    usedFrom,
    approval ? 'required' : 'none',
    needs.join(', '),
  ]);
  const wanted = Object.entries(credentials).flatMap(([set, values]) =>
    Object.values(values).map((value) => {
      const [, kind = '', name = ''] = /(secrets|vars)\.(\w+)/.exec(value) ?? [];
      return [set, `\`${name}\``, kind === 'vars' ? 'variable' : 'secret'];
    }),
  );
  return (
    document('Environments on GitHub', ['Environment', 'Purpose', 'Used from', 'Approval', 'Needs'], rows) +
    `\n## Secrets and variables\n\n${table(['Set', 'Name', 'Kind'], wanted)}`
  );
}

function settingsDocument(): string {
  const rows = Object.entries(settingKeys).map(([key, meaning]) => [`\`${key}\``, meaning]);
  return document('Settings of a stack', ['`npx pulumi config set <key> <value>`', 'Meaning'], rows);
}

function environmentExample(): string {
  const properties = { ...DataEnv.properties, ...FeedsEnv.properties } as Record<
    string,
    { description?: string; default?: unknown }
  >;
  const lines = Object.entries(properties).map(([name, { description, default: value }]) => {
    return `${description ? `# ${description}\n` : ''}${value === undefined ? '# ' : ''}${name}=${value ?? ''}`;
  });
  return `# ${marker}\n# What a pipeline reads when it is run without a stack.\n\n${lines.join('\n\n')}\n`;
}

function document(title: string, head: string[], rows: string[][]): string {
  return `<!-- ${marker} -->\n# ${title}\n\n${table(head, rows)}`;
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
