import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { which } from '../../infra/which.ts';

/** Debian's package of each program that checks what is generated. */
const packages = { promtool: 'prometheus', amtool: 'prometheus-alertmanager' } as const;

/**
 * Whether a program is on PATH; for `describe.skipIf(!hasProgram('promtool'))`.
 *
 * @throws Error when it is not and REQUIRE_ALL=1, under which a skip is a failure
 */
export function hasProgram(name: keyof typeof packages): boolean {
  if (which([name])) return true;
  if (process.env.REQUIRE_ALL !== '1') return false;
  throw new Error(`REQUIRE_ALL=1, but there is no ${name} on PATH. Install the package ${packages[name]}.`);
}

/** What a skipped test says in its name. */
export const needs = (name: keyof typeof packages): string => `(needs ${name} on PATH)`;

/** Runs a checker to its end; its output and exit code are the result. */
export function check(program: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    // promtool collects garbage for half of its time unless it may use more memory.
    const options = { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, GOGC: '400' } };
    execFile(program, [...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: `${stdout}${stderr}` }),
    );
  });
}

/** Writes files into a temporary folder, runs `work` on it and removes it. */
export async function inFolder<T>(
  files: ReadonlyMap<string, string>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'eo-monitoring-'));
  try {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
