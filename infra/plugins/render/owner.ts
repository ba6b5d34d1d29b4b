import * as shapes from './client/shapes.ts';
import { RenderError } from './errors.ts';
import type { Session } from './session.ts';

/** The workspace to make something in: the one that is asked for, else the only one that the key may use. */
export async function ownerFor({ client }: Session, asked: unknown): Promise<string> {
  if (typeof asked === 'string' && asked !== '') return asked;
  const owners = await client.all('/owners', 'owner', shapes.owner);
  const [only] = owners;
  if (only && owners.length === 1) return only.id;
  const names = owners.map(({ id, name }) => `${id} (${name})`).join(', ');
  throw new RenderError(
    `The key may use ${owners.length} workspaces, so ownerId must say which: ${names || 'there is none'}.`,
  );
}
