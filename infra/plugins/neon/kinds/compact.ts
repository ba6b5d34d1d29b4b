/** An object without members that are undefined, and without objects that have none: what a PATCH must not touch. */
export function compact(value: object): Record<string, unknown> {
  const entries = Object.entries(value).map(([name, member]) => [
    name,
    isPlain(member) ? compact(member) : member,
  ]);
  return Object.fromEntries(
    entries.filter(([, member]) => member !== undefined && !(isPlain(member) && isEmpty(member))),
  );
}

export const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
