import { stringify } from 'yaml';

/** First line of every generated file: who made it and how to remake it. */
export const marker =
  'Generated from infra/catalog and monitoring by `npm run generate`; changes here are overwritten.';

/** YAML with the marker as its first line. */
export function yamlFile(value: unknown): string {
  return `# ${marker}\n${stringify(value, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

/** Markdown with the marker as a comment that readers do not see. */
export const markdownFile = (text: string): string => `<!-- ${marker} -->\n${text}`;

export const jsonFile = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
