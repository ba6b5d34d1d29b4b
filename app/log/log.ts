import { pino } from 'pino';

/** Most of the lines that wait to be written, in bytes; what comes when there are so many is lost. */
const waitingBytes = 4_000_000;

/**
 * The log of this process, on standard output. Where it cannot be written, as on a full disk, the process goes on: the lines wait,
 * and are written once there is space.
 */
export function createLog(level: string): pino.Logger {
  const output = pino.destination({ fd: process.stdout.fd, sync: false, maxLength: waitingBytes });
  let isStuck = false;
  output.on('error', () => {
    isStuck = true;
  });
  output.on('write', () => {
    isStuck = false;
  });
  // It tries until it can, which would keep a process from its end.
  const flush = output.flushSync.bind(output);
  output.flushSync = () => {
    if (!isStuck) flush();
  };
  return pino({ level }, output);
}
