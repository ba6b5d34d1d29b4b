import { readFileSync } from 'node:fs';
import { SyncError } from '../errors.ts';
import { parseRepository, type Repository } from './repository.ts';

/** What a webhook of GitHub is about. Its content is read anew: events may come late and out of order. */
export interface IssueEvent {
  repository: Repository;
  number: number;
  isPull: boolean;
  /** The issue is gone: deleted, or moved to another repository. */
  deleted: boolean;
}

interface Payload {
  action?: string;
  issue?: { number?: number; pull_request?: object };
  pull_request?: { number?: number };
  repository?: { full_name?: string };
}

/**
 * Reads the file that GitHub Actions names in `GITHUB_EVENT_PATH`; null for events that are about no issue.
 *
 * @throws SyncError `event-missing` when there is none, or it cannot be read
 */
export function readEvent(file: string | undefined): IssueEvent | null {
  const payload = parsePayload(file);
  const number = (payload.issue ?? payload.pull_request)?.number;
  if (!number) return null;
  const repository = parseRepository(payload.repository?.full_name ?? '');
  if (!repository) throw new SyncError('event-missing', `The event in ${file} names no repository.`);
  const isPull = Boolean(payload.pull_request ?? payload.issue?.pull_request);
  return { repository, number, isPull, deleted: ['deleted', 'transferred'].includes(payload.action ?? '') };
}

function parsePayload(file: string | undefined): Payload {
  if (!file) {
    throw new SyncError(
      'event-missing',
      'GITHUB_EVENT_PATH is not set: --mode event runs in GitHub Actions. By hand use --mode full.',
    );
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Payload;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SyncError('event-missing', `The event file ${file} cannot be read: ${why}`);
  }
}
