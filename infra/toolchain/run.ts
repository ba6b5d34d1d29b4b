import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureToolchain, ToolchainError } from './ensure.ts';
import { pulumiEnvironment } from './environment.ts';

/** Runs the pinned Pulumi CLI with the project's environment on this terminal and returns its exit code. */
export async function runPulumi(args: string[]): Promise<number> {
  try {
    const { binDir } = await ensureToolchain(reportOnce());
    return await run(join(binDir, 'pulumi'), args, pulumiEnvironment(binDir));
  } catch (error) {
    if (!(error instanceof ToolchainError)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** Long steps are announced once each; a percentage would only clutter Pulumi's own output. */
function reportOnce(): (step: string) => void {
  let last = '';
  return (step) => {
    if (step !== last) console.error(`pulumi: ${step}`);
    last = step;
  };
}

function run(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: 'inherit' });
    // The terminal sends Ctrl-C to the whole group; Pulumi decides what it means, we wait for it.
    const ignore = (): void => {};
    process.on('SIGINT', ignore);
    const forward = (): void => void child.kill('SIGTERM');
    process.on('SIGTERM', forward);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}
