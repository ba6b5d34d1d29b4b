import { randomUUID } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** One wish for a sync. It carries no data: the sync looks at everything anyway. */
export interface SyncRequest {
  /** ISO time. */
  at: string;
  /** "post-commit", "claude-edit", "manual". */
  reason: string;
}

/** Requests that a sync is about to answer; they count as waiting until it says that it has. */
export interface TakenRequests {
  requests: SyncRequest[];
  /** Forgets them; requests that came meanwhile stay. */
  answered: () => void;
}

/**
 * Requests in a file, one JSON line each, so that a shell hook can add one too. A sync takes the file by renaming it;
 * until it is answered it stays beside the queue, and a crash loses no request.
 */
export interface RequestQueue {
  add: (request: SyncRequest) => void;
  waiting: () => SyncRequest[];
  take: () => TakenRequests;
}

export function requestQueue(file: string): RequestQueue {
  const takenFiles = (): string[] =>
    readdirSync(dirname(file))
      .filter((name) => name.startsWith(`${basename(file)}.taken-`))
      .map((name) => join(dirname(file), name));
  return {
    add: (request) => appendFileSync(file, `${JSON.stringify(request)}\n`),
    waiting: () => byTime([...takenFiles(), file].flatMap((each) => parseRequests(readOrEmpty(each)))),
    take() {
      renameIfThere(file, `${file}.taken-${randomUUID()}`);
      const taken = takenFiles().map((name) => ({ name, text: readOrEmpty(name) }));
      return {
        requests: byTime(taken.flatMap(({ text }) => parseRequests(text))),
        answered() {
          for (const { name, text } of taken) {
            // A writer that had the file open while it was renamed may have added to it since.
            const later = readOrEmpty(name).slice(text.length);
            rmSync(name, { force: true });
            if (later) appendFileSync(file, later);
          }
        },
      };
    },
  };
}

const byTime = (requests: SyncRequest[]): SyncRequest[] =>
  requests.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));

function parseRequests(text: string): SyncRequest[] {
  return text.split('\n').flatMap((line) => {
    try {
      const { at, reason } = JSON.parse(line) as SyncRequest;
      return [{ at: String(at), reason: String(reason) }];
    } catch {
      // Empty, or cut short by a crash: half a request is a request that another one follows.
      return [];
    }
  });
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
