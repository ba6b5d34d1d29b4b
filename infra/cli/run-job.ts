import { spawn } from 'node:child_process';
import type { PlannedJob } from '../targets/local-plan.ts';
import { CliError } from './errors.ts';

/** Runs a job on this terminal; throws when it fails. */
export async function runJob(job: Omit<PlannedJob, 'env'> & { env: Record<string, string> }): Promise<void> {
  const { PATH, HOME } = process.env;
  const code = await new Promise<number>((resolve, reject) => {
    const child = spawn(job.command, job.args, {
      cwd: job.cwd,
      env: { PATH, HOME, ...job.env },
      stdio: 'inherit',
    });
    child.once('error', reject);
    child.once('exit', (status) => resolve(status ?? 1));
  });
  if (code !== 0) throw new CliError(`${job.name} failed with exit code ${code}.`);
}
