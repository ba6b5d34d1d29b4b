import { withSection } from '../generate/section.ts';
import type { Outcome } from './alerts.ts';
import { notCaused } from './causes/index.ts';

const begin = '<!-- The fire drill writes from here: npm run drill -- alerts --write -->';

/** The outcomes of a whole drill as Markdown. */
export function drillTable(outcomes: readonly Outcome[], seconds: number, day: string): string {
  const untried = Object.entries(notCaused).map(([alert, reason]) => row([`\`${alert}\``, reason]));
  return [
    `The whole drill ran last on ${day}, in ${Math.round(seconds / 60)} minutes. Seconds from the start of the cause; the last column from its end.`,
    '',
    row(['Alert', 'Cause', 'Pending', 'Firing', 'Delivered', 'Resolved']),
    ruler,
    ...outcomes.map(rowOf).sort(),
    '',
    'Not caused:',
    '',
    row(['Alert', 'Why']),
    row(['---', '---']),
    ...untried,
  ].join('\n');
}

/** A document with the table in the place of the one that it has. @throws Error when the document has no place for it */
export const withTable = (document: string, table: string): string => withSection(document, begin, table);

/** A document whose table has new rows of these alerts. @throws Error when it has no table */
export function withRows(document: string, outcomes: readonly Outcome[]): string {
  const [before, after = ''] = document.split(`${ruler}\n`);
  if (before === document) throw new Error('The document has no table of a drill. Write it first: --write');
  const [rows = '', ...rest] = after.split('\n\n');
  const isOld = (line: string): boolean => outcomes.some(({ alert }) => line.startsWith(`| \`${alert}\` |`));
  const kept = rows.split('\n').filter((line) => !isOld(line));
  const merged = [...kept, ...outcomes.map(rowOf)].sort().join('\n');
  return [`${before}${ruler}\n${merged}`, ...rest].join('\n\n');
}

const rowOf = ({ alert, cause, pending, firing, delivered, notDelivered, resolved }: Outcome): string =>
  row([`\`${alert}\``, cause, time(pending), time(firing), notDelivered ?? time(delivered), time(resolved)]);

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const time = (seconds: number | null): string => (seconds === null ? '–' : seconds.toFixed(1));
const ruler = row(['---', '---', '--:', '--:', '--:', '--:']);
