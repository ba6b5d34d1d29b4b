import { connect } from 'node:net';
import type { ProcessSpec } from '../spec.ts';

const timeoutMs = 2_000;

/** Whether a replica works, as its spec defines it. Never throws. */
export async function isHealthy(health: ProcessSpec['health'], port: number | null): Promise<boolean> {
  if (health === null || port === null) return true;
  return health.kind === 'tcp' ? accepts(port) : answers(`http://127.0.0.1:${port}${health.path}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: timeoutMs });
    const end = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
