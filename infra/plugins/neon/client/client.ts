import type { Operation } from '@neondatabase/api-client';
import { NeonError } from '../errors.ts';
import { type Call, type Connection, type Json, send } from './http.ts';

const pageSize = 100;
/** Neon's slowest operations (a branch of a large project) take minutes. */
const operationLimitMs = 15 * 60_000;
const active: readonly string[] = ['scheduling', 'running', 'cancelling'];
const failed: readonly string[] = ['failed', 'error', 'cancelled'];

/**
 * Neon's API as the resources use it. A change is done when its operations are: until then Neon turns away further
 * changes of the project. Changes of one project therefore go one after the other.
 */
export class Client {
  private readonly turns = new Map<string, Promise<unknown>>();
  constructor(private readonly connection: Connection) {}

  /** Reads one thing: the member of the answer that holds it. */
  async get<T>(path: string, member: string): Promise<T> {
    return memberOf<T>(await send(this.connection, { method: 'GET', path }), member);
  }

  /** Reads every page of a list. */
  async all<T>(path: string, member: string, query: Readonly<Record<string, string>> = {}): Promise<T[]> {
    const found: T[] = [];
    let cursor: string | undefined;
    for (;;) {
      const search = new URLSearchParams({
        ...query,
        limit: String(pageSize),
        ...(cursor ? { cursor } : {}),
      });
      const body = await send(this.connection, { method: 'GET', path: `${path}?${search}` });
      const page = memberOf<T[]>(body, member);
      found.push(...page);
      const next = (body.pagination as { cursor?: string; next?: string } | undefined) ?? {};
      const following = next.cursor ?? next.next;
      if (page.length < pageSize || !following || following === cursor) return found;
      cursor = following;
    }
  }

  /** Makes a change and waits until it has taken effect. */
  change(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Json> {
    return this.inTurn(path, async () => {
      const call: Call = body === undefined ? { method, path } : { method, path, body };
      const answer = await send(this.connection, call);
      for (const operation of (answer.operations ?? []) as Operation[]) await this.finished(operation);
      return answer;
    });
  }

  private inTurn<T>(path: string, act: () => Promise<T>): Promise<T> {
    const project = path.split('/')[2] ?? '';
    const turn = (this.turns.get(project) ?? Promise.resolve()).then(act, act);
    this.turns.set(project, turn);
    return turn;
  }

  private async finished({ id, project_id: project }: Operation): Promise<void> {
    const startedAt = Date.now();
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 1.5, 1_000)) {
      const now = await this.get<Operation>(`/projects/${project}/operations/${id}`, 'operation');
      if (failed.includes(now.status)) throw operationFailed(now);
      if (!active.includes(now.status)) return;
      if (Date.now() - startedAt > operationLimitMs) throw stillRunning(now);
      await this.connection.sleep(pauseMs);
    }
  }
}

export function memberOf<T>(body: Json, member: string): T {
  if (body[member] === undefined || body[member] === null) {
    throw new NeonError(
      `Neon's answer has no ${member}. Its API may have changed: look for a newer version of this plugin.`,
    );
  }
  return body[member] as T;
}

function operationFailed({ action, status, error, project_id: project }: Operation): NeonError {
  return new NeonError(
    `Neon's operation ${action} on project ${project} ended as ${status}${error ? `: ${error}` : ''}. ` +
      'See it in the Neon console (Project, Operations), then run `pulumi up` again.',
  );
}

function stillRunning({ action, status, project_id: project }: Operation): NeonError {
  return new NeonError(
    `Neon's operation ${action} on project ${project} is ${status} after ${operationLimitMs / 60_000} minutes. ` +
      'See it in the Neon console (Project, Operations); run `pulumi up` again when it has ended.',
  );
}
