import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Cause } from './cause.ts';

/** Ends by itself, should nobody be left to end it. */
const busyLoop = 'const end = Date.now() + 120_000; while (Date.now() < end);';

const busy: Cause = {
  title: 'every processor computes',
  alerts: ['HostCpuBusy'],
  start() {
    const children = Array.from({ length: availableParallelism() }, () =>
      spawn(process.execPath, ['-e', busyLoop], { stdio: 'ignore' }),
    );
    return () => {
      for (const child of children) child.kill('SIGKILL');
    };
  },
};

export const hostCauses = { busy } satisfies Record<string, Cause>;
