const end = '<!-- to here. -->';

/**
 * A document of people with one part that is written by a command: what stands between the line that says so and the next
 * `to here`.
 *
 * @param begin the line before it, a comment that names the command
 * @throws Error when the document has no place for it
 */
export function withSection(document: string, begin: string, content: string): string {
  const from = document.indexOf(begin);
  const to = from === -1 ? -1 : document.indexOf(end, from);
  if (to === -1) throw new Error(`The document lacks the lines ${begin} … ${end}`);
  return `${document.slice(0, from)}${begin}\n\n${content.trim()}\n\n${document.slice(to)}`;
}
