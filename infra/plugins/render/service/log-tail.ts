import * as shapes from '../client/shapes.ts';
import { Cancelled } from '../errors.ts';
import type { Session } from '../session.ts';

const lines = 20;

interface Source {
  id: string;
  ownerId: string;
}

/** The last lines of a log, oldest first, without the secrets of the service. */
export async function logTail(
  { client, redactor }: Session,
  source: Source,
  status: string,
): Promise<string> {
  const type = status.startsWith('build') ? 'build' : 'app';
  const query = { ownerId: source.ownerId, resource: source.id, type, direction: 'backward', limit: lines };
  try {
    const found = await client.get('/logs', shapes.logPage, query);
    if (found.length === 0) return `Its ${type} log is empty.`;
    const oldestFirst = [...found].sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
    return [
      `Its ${type} log ends with:`,
      ...oldestFirst.map(({ message }) => `  ${redactor.redact(message)}`),
    ].join('\n');
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    return `Its log could not be read: ${(error as Error).message}`;
  }
}
