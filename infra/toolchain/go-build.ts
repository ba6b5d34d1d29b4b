import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectDir } from './project.ts';
import { pulumiVersion } from './pulumi-version.ts';

/** What is being done and how far it is, 0 to 1 (null when that is not known). */
export type Progress = (step: string, share: number | null) => void;

/** A program that is built from a pinned Go module of this folder. */
interface GoProgram {
  name: string;
  module: string;
  packagePath: string;
  ldflags: string;
}

const builds: GoProgram[] = [
  {
    name: 'pulumi-language-nodejs',
    module: 'pulumi-language-nodejs',
    packagePath: 'github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs',
    ldflags: '-s -w',
  },
  {
    name: 'pulumi',
    module: 'pulumi-cli',
    packagePath: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi',
    ldflags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumiVersion}`,
  },
];

/**
 * Builds the CLI and its Node language host from the Go module proxy into `<root>/bin`. About four minutes on two
 * cores, once. The programs are built aside and moved into place at the end, so that an interrupted build leaves
 * nothing that looks finished.
 *
 * @throws Error with the tail of the compiler's output when a step fails
 */
export async function buildFromGo(
  root: string,
  progress: Progress,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const aside = join(root, `.building-${process.pid}`);
  mkdirSync(aside, { recursive: true });
  try {
    for (const [index, program] of builds.entries()) {
      await buildProgram(program, aside, `${index + 1}/${builds.length} ${program.name}`, progress, env);
    }
    mkdirSync(join(root, 'bin'), { recursive: true });
    for (const { name } of builds) renameSync(join(aside, name), join(root, 'bin', name));
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

async function buildProgram(
  { name, module, packagePath, ldflags }: GoProgram,
  outDir: string,
  label: string,
  progress: Progress,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const cwd = join(projectDir, 'infra', 'toolchain', module);
  progress(`${label}: modules`, null);
  const packages = await go(['list', '-deps', packagePath], cwd, env);
  const output = join(outDir, name);
  let compiled = 0;
  await go(['build', '-v', '-trimpath', '-ldflags', ldflags, '-o', output, packagePath], cwd, env, (line) => {
    if (/^[\w./-]+$/.test(line)) compiled += 1;
    progress(`${label}: compiling`, Math.min(1, compiled / packages.length));
  });
  chmodSync(output, 0o755);
}

/** Runs the go command and returns the lines of its standard output. */
function go(
  args: string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  onLine?: (line: string) => void,
): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn('go', args, {
      cwd,
      env: { ...env, GOFLAGS: '-mod=readonly' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: string[] = [];
    const messages: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => out.push(line));
    createInterface({ input: child.stderr }).on('line', (line) => {
      messages.push(line);
      onLine?.(line);
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(out);
      const tail = messages.slice(-5).join('\n');
      reject(new Error(`go ${args[0]} ended with ${signal ?? `exit code ${code}`}:\n${tail}`));
    });
  });
}
