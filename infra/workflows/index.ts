import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../toolchain/project.ts';
import { boardWorkflows } from './boards.ts';
import { deploymentWorkflows } from './deployments.ts';
import { drillWorkflows } from './drills.ts';
import type { RunStep, Workflow } from './model.ts';
import { previewWorkflows } from './previews.ts';
import { scheduledWorkflows } from './scheduled.ts';
import { testWorkflows } from './tests.ts';
import { toYaml } from './yaml.ts';

/** The workflows of `.github/workflows`. One that runs a command which is not there yet waits for it. */
export function workflowFiles(): { path: string; content: string }[] {
  return allWorkflows()
    .filter((workflow) => commandsOf(workflow).every((command) => scripts().includes(command)))
    .map((workflow) => ({ path: `.github/workflows/${workflow.file}`, content: toYaml(workflow) }));
}

export const allWorkflows = (): Workflow[] => [
  ...scheduledWorkflows(),
  ...testWorkflows(),
  ...drillWorkflows(),
  ...deploymentWorkflows(),
  ...previewWorkflows(),
  ...boardWorkflows(),
];

/** Every script that the steps run. */
export function runStepsOf({ jobs }: Workflow): RunStep[] {
  return Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .filter((step): step is RunStep => 'run' in step);
}

/** The commands of package.json that a workflow runs. */
export function commandsOf(workflow: Workflow): string[] {
  const found = runStepsOf(workflow).flatMap(({ run }) =>
    [...run.matchAll(/\bnpm (?:run (?:--silent )?)?([a-z][a-z0-9-]*)/g)].map(([, name = '']) => name),
  );
  return [...new Set(found)];
}

const scripts = (): string[] =>
  Object.keys(JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')).scripts);
