import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectDir } from '../toolchain/project.ts';
import type { RunStep } from '../workflows/model.ts';
import { committed } from '../workflows/testing/committed.ts';

/** How a step of a workflow ended. */
export interface StepRan {
  code: number | null;
  output: string;
  /** What it wrote onto the page of the run. */
  summary: string;
}

export interface StepPlace {
  /** What expressions are worth, such as `secrets.DATABASE_URL`; nothing when left out. */
  values: Readonly<Record<string, string>>;
  /** Variables that stand in for what the step's own environment or GitHub's machine would give. */
  env: Readonly<Record<string, string>>;
}

/** The scripts of a job, in their order. */
export function runStepsOfJob(file: string, job: string): RunStep[] {
  return (committed(file).jobs[job]?.steps ?? []).filter((step): step is RunStep => 'run' in step);
}

/**
 * Runs the script of a step as a runner of GitHub does: in the sources, by the shell that `bash` stands for there
 * (docs.github.com, "Workflow syntax", `jobs.<job_id>.steps[*].shell`). What it leaves running is ended with it.
 */
export async function runStep({ run, env: own = {} }: RunStep, { values, env }: StepPlace): Promise<StepRan> {
  const folder = mkdtempSync(join(tmpdir(), 'eo-runner-'));
  const [script, summary] = [join(folder, 'script.sh'), join(folder, 'summary.md')];
  writeFileSync(script, run);
  writeFileSync(summary, '');
  const given = Object.entries(own).map(([name, value]) => [name, evaluate(value, values)]);
  const { code, output } = await shell(script, {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    CI: 'true',
    RUNNER_TEMP: folder,
    GITHUB_STEP_SUMMARY: summary,
    ...Object.fromEntries(given),
    ...env,
  });
  const result = { code, output, summary: readFileSync(summary, 'utf8') };
  rmSync(folder, { recursive: true, force: true });
  return result;
}

const evaluate = (text: string, values: StepPlace['values']): string =>
  text.replace(/\$\{\{ (.+?) \}\}/g, (_, name: string) => values[name] ?? '');

function shell(script: string, env: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', script];
  const child = spawn('bash', args, {
    cwd: projectDir,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  child.once('exit', () => endGroup(child.pid));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGTERM');
  } catch {
    // Nothing was left running.
  }
}
