import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { LocalError } from '../errors.ts';

/**
 * Makes sure that nothing listens on a port yet.
 *
 * @throws LocalError naming the port, the program that has it where the system tells, and what to do
 */
export async function assertPortFree(port: number, service: string): Promise<void> {
  if (await isFree(port)) return;
  const holder = holderOf(port);
  throw new LocalError(
    `Port ${port} for ${service} is taken${holder ? ` by ${holder}` : ' by another program'}. ` +
      `Stop it, or choose another port: npx pulumi config set ports:${service} ${port + 10}`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function holderOf(port: number): string | null {
  const fromSs = /users:\(\("([^"]+)",pid=(\d+)/.exec(output('ss', ['-ltnpH', `sport = :${port}`]));
  if (fromSs) return `${fromSs[1]} (pid ${fromSs[2]})`;
  const fromLsof = /^(\S+)\s+(\d+)/.exec(
    output('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN']).split('\n')[1] ?? '',
  );
  return fromLsof ? `${fromLsof[1]} (pid ${fromLsof[2]})` : null;
}

function output(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 2_000,
    });
  } catch {
    return '';
  }
}
