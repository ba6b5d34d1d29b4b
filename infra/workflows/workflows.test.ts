import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tsImport } from 'tsx/esm/api';
import { describe, expect, it } from 'vitest';
import { jobsEverywhere, workflows } from '../catalog/jobs.ts';
import { projectDir } from '../toolchain/project.ts';
import { which } from '../which.ts';
import { versionOf } from './actions.ts';
import { catalogued } from './catalogued.ts';
import { allWorkflows, commandsOf, runStepsOf, workflowFiles } from './index.ts';
import { type ActionStep, expression, script } from './model.ts';
import { committed, committedWorkflows } from './testing/committed.ts';

// GitHub's parser imports its schema in a way that plain Node refuses.
const { NoOperationTraceWriter, parseWorkflow }: typeof import('@actions/workflow-parser') = await tsImport(
  '@actions/workflow-parser',
  import.meta.url,
);

const scripts = Object.keys(JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')).scripts);
const each = committedWorkflows.map((workflow) => [workflow.file, workflow] as const);

describe('the workflows', () => {
  it('are the generated ones and no others', () => {
    expect(committedWorkflows.map(({ path }) => path)).toEqual(
      workflowFiles()
        .map(({ path }) => path)
        .sort(),
    );
  });

  it('are the ones of the catalogue', () => {
    const known = [...jobsEverywhere.map(({ workflow }) => workflow), ...workflows.map(({ file }) => file)];
    expect(
      allWorkflows()
        .map(({ file }) => file)
        .sort(),
    ).toEqual([...new Set(known)].sort());
    expect(() => catalogued('nowhere.yml')).toThrow('The catalogue has no workflow nowhere.yml.');
  });

  it.each(jobsEverywhere.map((job) => [job.name, job] as const))(
    'run %s at the time of the catalogue',
    (_, { name, workflow, cron, pipeline, args = [] }) => {
      const { on, jobs: found } = committed(workflow);
      expect(on.schedule).toContainEqual({ cron });
      const step = found[name]?.steps.find((one) => 'run' in one && one.name === `Run ${pipeline}`);
      expect(step).toMatchObject({
        run: expect.stringContaining(`npm run --silent pipeline -- ${pipeline} --json `),
        env: { USUAL_ARGS: args.join(' ') },
      });
    },
  );

  it.skipIf(!which(['actionlint']) && process.env.REQUIRE_ALL !== '1')(
    'pass actionlint and shellcheck (needs actionlint and shellcheck on PATH)',
    () => {
      // Without it actionlint would pass over the scripts in silence.
      expect(which(['shellcheck']), 'shellcheck is not on PATH').not.toBeNull();
      const args = ['-color=false', ...committedWorkflows.map(({ path }) => path)];
      expect(execFileSync('actionlint', args, { cwd: projectDir, encoding: 'utf8' })).toBe('');
    },
  );
});

describe.each(each)('%s', (name, workflow) => {
  const steps = Object.values(workflow.jobs).flatMap(({ steps }) => steps);
  const uses = steps.flatMap((step) => ('uses' in step ? [step as ActionStep] : []));

  it('fits the schema of GitHub', () => {
    const { context } = parseWorkflow({ name, content: workflow.text }, new NoOperationTraceWriter());
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
  });

  it('runs only commands that exist', () => {
    expect(commandsOf({ ...workflow, purpose: '' }).filter((command) => !scripts.includes(command))).toEqual(
      [],
    );
  });

  it('starts without permissions, with a limit of time for each job', () => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.concurrency.group).toBeTruthy();
    for (const job of Object.values(workflow.jobs)) {
      expect(job.permissions).not.toEqual({});
      expect(job['timeout-minutes']).toBeLessThanOrEqual(180);
    }
  });

  it('uses actions by commit only, and leaves no token in the checkout', () => {
    for (const { uses: reference, with: given } of uses) {
      expect(versionOf(reference), reference).toMatch(/^v\d+\.\d+\.\d+$/);
      expect(workflow.text).toContain(`${reference} # ${versionOf(reference)}`);
      if (reference.startsWith('actions/checkout@'))
        expect(given).toMatchObject({ 'persist-credentials': false });
    }
  });

  it('lets nothing from outside become a script', () => {
    for (const { run } of runStepsOf({ ...workflow, purpose: '' })) expect(run).not.toMatch(/\$\{\{/);
    expect(workflow.text).not.toContain('pull_request_target');
  });

  it('gives secrets only to steps of a job with an environment, and never to installing', () => {
    for (const { environment, steps: own } of Object.values(workflow.jobs)) {
      const holding = own.filter((step) => JSON.stringify(step).includes('secrets.'));
      if (!environment) expect(holding).toEqual([]);
      expect(holding.filter((step) => 'uses' in step || step.name === 'Install dependencies')).toEqual([]);
    }
  });
});

describe('script', () => {
  it('refuses an expression', () => {
    expect(() => script(`echo ${expression('github.event.issue.title')}`)).toThrow('hand it over by env');
  });
});
