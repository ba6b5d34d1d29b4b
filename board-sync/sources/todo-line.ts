/** One checklist line of TODO.md, taken apart: `- [x] Add the cache {#T-12 priority=High due=2026-12-01}`. */
export interface TodoLine {
  /** Everything before the title: indentation, bullet. */
  lead: string;
  mark: string;
  title: string;
  id: string | null;
  /** Other attributes in the order in which they stand. */
  attributes: Map<string, string>;
}

const itemPattern = /^(\s*[-*+] )\[([ xX])\] (.*?)\s*$/;
const bracesPattern = /\s*\{((?:#[\w.-]+|\s+|[a-z]+=(?:"[^"]*"|[^\s"}]+))+)\}$/;

/** Reads a line; null when it is no checklist item. */
export function parseTodoLine(line: string): TodoLine | null {
  const match = itemPattern.exec(line);
  if (!match) return null;
  const [, lead = '', mark = ' ', rest = ''] = match;
  const braces = bracesPattern.exec(rest);
  const title = (braces ? rest.slice(0, braces.index) : rest).trim();
  const attributes = new Map<string, string>();
  let id: string | null = null;
  for (const [word] of (braces?.[1] ?? '').matchAll(/#[\w.-]+|[a-z]+=(?:"[^"]*"|\S+)/g)) {
    if (word.startsWith('#')) id ??= word.slice(1);
    else {
      const at = word.indexOf('=');
      attributes.set(word.slice(0, at), word.slice(at + 1).replace(/^"(.*)"$/, '$1'));
    }
  }
  return { lead, mark: mark.toLowerCase(), title, id, attributes };
}

/** Writes a line so that reading it gives the same again. */
export function formatTodoLine({ lead, mark, title, id, attributes }: TodoLine): string {
  const words = [...attributes].map(
    ([name, value]) => `${name}=${/^[^\s"}]+$/.test(value) ? value : `"${value}"`}`,
  );
  const all = [...(id ? [`#${id}`] : []), ...words];
  return `${lead}[${mark}] ${title}${all.length > 0 ? ` {${all.join(' ')}}` : ''}`;
}

/** Text that fits in one line of Markdown; what boards allow beyond that is made to fit. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Text that fits in an attribute. */
export const attributeText = (text: string): string => oneLine(text).replace(/"/g, "'");
