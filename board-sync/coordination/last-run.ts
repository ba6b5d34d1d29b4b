import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What is known of the last sync. Times are ISO. */
export interface LastRun {
  startedAt: string;
  finishedAt: string;
  command: string;
  ok: boolean;
  /** What came of it, in one line. */
  summary: string;
  /** When the last one that went well ended; null when none ever did. */
  succeededAt: string | null;
}

export function readLastRun(file: string): LastRun | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LastRun;
  } catch {
    // Missing or cut short: then nothing is known, and nothing is waited for.
    return null;
  }
}

export function writeLastRun(file: string, run: LastRun): void {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(run)}\n`);
  renameSync(draft, file);
}

/** Milliseconds until the next sync may start; only a sync that went well makes others wait. */
export function debounceLeft(last: LastRun | null, now: number, debounceSeconds: number): number {
  const since = last?.ok ? now - Date.parse(last.finishedAt) : Number.NaN;
  // A clock that was set back must not stop syncs for hours.
  return since >= 0 ? Math.max(0, debounceSeconds * 1000 - since) : 0;
}
