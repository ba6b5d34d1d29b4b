import { closeSync, copyFileSync, mkdirSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';

/** A log grows to this size, then becomes `<file>.1`. */
const maxBytes = 10 * 2 ** 20;

/**
 * Opens a log for a child to write to by itself, so that it goes on writing when the supervisor is gone. Opened for
 * appending, which is what lets {@link rotate} truncate it under the writer.
 */
export function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  return openSync(file, 'a', 0o600);
}

/** Moves a log that has grown too large aside, keeping one old one. */
export function rotate(file: string, limit: number = maxBytes): void {
  if (sizeOf(file) <= limit) return;
  copyFileSync(file, `${file}.1`);
  truncateSync(file, 0);
}

export function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

/** The last lines that were written after an offset, for error messages. */
export function tail(file: string, fromOffset: number, lines = 15): string {
  const start = Math.max(fromOffset, sizeOf(file) - 16_384);
  const length = Math.max(0, sizeOf(file) - start);
  if (length === 0) return '';
  const buffer = Buffer.alloc(length);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, buffer, 0, length, start);
  } finally {
    closeSync(handle);
  }
  return buffer.toString('utf8').trim().split('\n').slice(-lines).join('\n');
}
