import { appendFileSync, closeSync, openSync, readSync, renameSync, statSync } from 'node:fs';

/** A log for people: `2026-11-26T00:20:11.123Z INFO  [4711] text`. */
export interface Log {
  info: (text: string) => void;
  error: (text: string) => void;
}

/** At about this size the log starts anew; the three before are kept as `.1` to `.3`. */
const rotateBytes = 1_000_000;
const kept = 3;

/** Writes to a file that never grows without end. A log that cannot be written stops no sync. */
export function fileLog(file: string, limitBytes = rotateBytes): Log {
  const write = (level: string, text: string): void => {
    const line = text.replace(/\s*\n\s*/g, ' | ');
    try {
      rotate(file, limitBytes);
      appendFileSync(file, `${new Date().toISOString()} ${level.padEnd(5)} [${process.pid}] ${line}\n`);
    } catch {
      // A full disk or a folder that may not be written is told by what the sync itself has to write.
    }
  };
  return { info: (text) => write('INFO', text), error: (text) => write('ERROR', text) };
}

function rotate(file: string, limitBytes: number): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < limitBytes) return;
  for (let number = kept - 1; number >= 0; number--) {
    const from = number === 0 ? file : `${file}.${number}`;
    if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${file}.${number + 1}`);
  }
}

/** The last lines of a log; empty when there is none yet. */
export function tail(file: string, lines: number): string[] {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const length = Math.min(size, rotateBytes);
  if (length === 0) return [];
  const buffer = Buffer.alloc(length);
  const descriptor = openSync(file, 'r');
  readSync(descriptor, buffer, 0, length, size - length);
  closeSync(descriptor);
  return buffer.toString('utf8').trimEnd().split('\n').slice(-lines);
}
