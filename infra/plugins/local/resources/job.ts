import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { checkFields, type ResourceKind, type Values } from '../../protocol/kind.ts';
import { LocalError } from '../errors.ts';
import { openLog, sizeOf, tail } from '../supervisor/log-file.ts';

/** A command that runs to its end when it is made and whenever an input changes, such as a database migration. */
export const job: ResourceKind = {
  secrets: ['env'],
  check: (inputs) =>
    checkFields(inputs, ['name', 'command', 'cwd', 'logFile'], { timeoutSeconds: { min: 1, max: 86_400 } }),
  create: async (inputs) => {
    await run(inputs);
    return { id: inputs.name as string, outputs: inputs };
  },
  update: async (_id, inputs) => {
    await run(inputs);
    return inputs;
  },
  read: async (_id, outputs) => outputs,
  delete: async () => {},
  drifted: async () => false,
};

interface JobInputs {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  timeoutSeconds: number;
  logFile: string;
}

async function run(inputs: Values): Promise<void> {
  const { name, command, args, cwd, env, timeoutSeconds, logFile } = inputs as unknown as JobInputs;
  const log = openLog(logFile);
  const offset = sizeOf(logFile);
  const { PATH, HOME } = process.env;
  const ended = await new Promise<string | null>((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { PATH, HOME, ...env },
      stdio: ['ignore', log, log],
      timeout: timeoutSeconds * 1000,
    });
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code === 0 ? null : (signal ?? `exit code ${code}`)));
  });
  closeSync(log);
  if (ended)
    throw new LocalError(
      `${name} failed with ${ended}. The end of its log:\n${tail(logFile, offset)}\nThe whole log: ${logFile}`,
    );
}
