import { anything } from './client/client.ts';
import { unlessGone } from './errors.ts';
import type { Session } from './session.ts';

/** Takes a thing out of one environment and puts it into another; empty means none. Doing it twice does no harm. */
export async function moveToEnvironment(
  { client }: Session,
  id: string,
  from: unknown,
  to: unknown,
): Promise<void> {
  const resources = (environment: unknown): string => `/environments/${environment}/resources`;
  if (from) await unlessGone(client.delete(resources(from), { resourceIds: id }));
  if (to) await client.post(resources(to), { resourceIds: [id] }, anything, true);
}
