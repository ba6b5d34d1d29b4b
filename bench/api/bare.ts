import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const server = fileURLToPath(new URL('./bare-server.mjs', import.meta.url));

/**
 * Starts a bare server that sends what the API answers at an address.
 *
 * @param children gets the process; who started it ends it
 */
export async function bareSending(url: string, folder: string, children: ChildProcess[]): Promise<string> {
  const file = join(folder, `${children.length}.json`);
  writeFileSync(file, Buffer.from(await (await fetch(url)).arrayBuffer()));
  const child = spawn(process.execPath, [server, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) return `http://127.0.0.1:${line}/`;
  throw new Error('The bare server did not start.');
}
