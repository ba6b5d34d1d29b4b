import { PartlyDone, type Values } from '../protocol/kind.ts';
import { RenderError, Unanswered } from './errors.ts';
import type { Session } from './session.ts';

interface Making<T> {
  /** For messages, such as `Key Value cache`. */
  readonly what: string;
  readonly path: string;
  readonly body: unknown;
  readonly read: (body: unknown) => T;
  /** The thing of the same name, where there is one. */
  readonly find: () => Promise<T | undefined>;
  /** Names of the settings in which it is not as wanted. */
  readonly differing: (found: T) => readonly string[];
}

/**
 * Makes a thing, once: one of its name that is just as wanted was made by a run that ended before it could note the
 * id, or whose answer was lost, and is taken over.
 *
 * @throws RenderError when there is another thing of the name
 */
export async function makeOnce<T extends { id: string }>(session: Session, making: Making<T>): Promise<T> {
  const twin = await findTwin(session, making);
  if (twin) return twin;
  try {
    return await session.client.post(making.path, making.body, making.read);
  } catch (error) {
    const begun = error instanceof Unanswered ? await findTwin(session, making) : undefined;
    if (begun) return begun;
    throw error;
  }
}

async function findTwin<T extends { id: string }>(
  session: Session,
  { what, find, differing }: Making<T>,
): Promise<T | undefined> {
  const twin = await find();
  if (!twin) return undefined;
  const names = differing(twin);
  if (names.length > 0) {
    throw new RenderError(
      `There is a ${what} (${twin.id}) already, with another ${names.join(', ')}. ` +
        'Choose another name, delete it in the dashboard, or take it over with `pulumi import`.',
    );
  }
  session.report(`${what}: taking over ${twin.id}, which an interrupted run has made`);
  return twin;
}

/** Keeps a thing that is there in the state, also when what comes after its making fails. */
export async function keeping<T>(id: string, outputs: Values, rest: () => Promise<T>): Promise<T> {
  try {
    return await rest();
  } catch (error) {
    if (error instanceof PartlyDone) throw error;
    throw new PartlyDone((error as Error).message, id, outputs);
  }
}
