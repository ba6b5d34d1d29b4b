/** Small helpers for PromQL as text. */

const keywords = new Set(
  'by without on ignoring group_left group_right and or unless bool offset atan2 inf nan start end'.split(
    ' ',
  ),
);

/**
 * Names of the series an expression reads, recorded ones included. Good for the expressions of this folder, which
 * keep to the usual forms; promtool is what checks their syntax.
 */
export function metricNames(expr: string): string[] {
  const bare = expr
    .replace(/"(?:[^"\\]|\\.)*"/g, '')
    .replace(/\{[^}]*\}/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  const names = [...bare.matchAll(/(?<![\w:.])([a-zA-Z_:][\w:]*)(?!\s*\(|[\w:])/g)].map(
    ([, name = '']) => name,
  );
  return [...new Set(names.filter((name) => !keywords.has(name.toLowerCase())))];
}

/** A regular expression that matches exactly these words, for a label matcher. */
export const anyOf = (words: readonly string[]): string => words.join('|');
