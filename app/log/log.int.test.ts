import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const log = new URL('./log.ts', import.meta.url).href;

/** Runs a program that logs to a file, and says on standard error when it is done with its lines. */
async function run(file: string, last = ''): Promise<{ code: number | null; said: string }> {
  const output = openSync(file, 'a');
  const program = `
    import { createLog } from '${log}';
    const log = createLog('info');
    for (let line = 0; line < 3000; line++) log.info({ line }, 'something of some length '.repeat(20));
    setTimeout(() => { log.warn('still here'); console.error('alive'); ${last} }, 300);`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', program];
  const child = spawn(process.execPath, args, { stdio: ['ignore', output, 'pipe'], timeout: 20_000 });
  closeSync(output);
  let said = '';
  child.stderr?.on('data', (text) => (said += text));
  const [code] = await once(child, 'close');
  return { code, said };
}

describe('the log', () => {
  // Whatever is written there is answered as by a full disk.
  it.each([
    ['ends by itself', ''],
    ['is ended', 'process.exit(0)'],
  ])('keeps a process from nothing where the disk is full, and the process %s', async (_how, last) => {
    expect(await run('/dev/full', last)).toEqual({ code: 0, said: 'alive\n' });
  });

  it('has every line where there is space', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'eo-log-'));
    const file = join(folder, 'api.log');
    await run(file, 'process.exit(0)');
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    rmSync(folder, { recursive: true });
    expect(lines).toHaveLength(3_001);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ level: 40, msg: 'still here' });
  });
});
