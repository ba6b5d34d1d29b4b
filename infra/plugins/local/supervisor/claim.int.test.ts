import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
/** Claims a file at a given moment, to the millisecond, says whether it has it, and lives on. */
const claimant = `
import { claim } from '${new URL('./claim.ts', import.meta.url).href}';
const [file, at] = process.argv.slice(1);
while (Date.now() < Number(at));
console.log(await claim(file));
setInterval(() => {}, 1_000);
`;

describe('processes that claim a file at the same moment', () => {
  let folder: string;
  let file: string;
  const stops: (() => Promise<unknown>)[] = [];
  const stopAll = async (): Promise<unknown> => Promise.all(stops.splice(0).map((stop) => stop()));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'eo-claim-'));
    file = join(folder, 'pid');
  });
  afterEach(async () => {
    await stopAll();
    rmSync(folder, { recursive: true, force: true });
  });

  it('do not get it twice, whether nobody had it before or one that was killed', async () => {
    const holders: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const winners = await claimAtOnce(4);
      expect(winners.length, `in round ${round}`).toBeLessThanOrEqual(1);
      const holder = JSON.parse(readFileSync(file, 'utf8')).pid;
      for (const winner of winners) expect(holder, `in round ${round}`).toBe(winner);
      holders.push(...winners);
      await stopAll();
    }
    expect(holders.length).toBeGreaterThan(0);
    expect(new Set(holders).size).toBe(holders.length);
  });

  it('leave it to the one that lives', async () => {
    const [holder] = await claimAtOnce(1);
    expect(await claimAtOnce(4)).toEqual([]);
    expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(holder);
  });

  /** Gives the pids of those that were told that they have it. */
  async function claimAtOnce(count: number): Promise<number[]> {
    const at = Date.now() + 1_500;
    const answers = Array.from({ length: count }, async () => {
      const args = ['--import', loader, '--input-type=module', '-e', claimant, file, String(at)];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      stops.push(async () => child.kill('SIGKILL') && once(child, 'exit'));
      const [answer] = await once(child.stdout, 'data');
      return String(answer).trim() === 'true' ? [child.pid ?? 0] : [];
    });
    return (await Promise.all(answers)).flat();
  }
});
