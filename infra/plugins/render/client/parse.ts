import { RenderError } from '../errors.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Requires an object that has the named texts; anything else is not the answer that the specification promises. */
export function object<T>(what: string, value: unknown, texts: readonly (keyof T & string)[] = []): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unexpected(what, 'no object');
  for (const name of texts) {
    if (typeof (value as Json)[name] !== 'string') throw unexpected(what, `no ${name}`);
  }
  return value as T;
}

/** Render answers `null` where its specification has a list (`vendor/facts.md` §1.4). */
export function list<T>(what: string, value: unknown, item: (value: unknown) => T): T[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw unexpected(what, 'no list');
  return value.map(item);
}

function unexpected(what: string, found: string): RenderError {
  return new RenderError(
    `Render's answer is not ${what} (${found}). Its API may have changed: look for a newer version of this plugin.`,
  );
}
