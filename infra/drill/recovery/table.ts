import { withSection } from '../../generate/section.ts';
import type { Result } from './index.ts';

const begin = '<!-- The recovery drill writes from here: npm run drill -- recovery --write -->';

/** The results of a whole drill as Markdown. */
export function recoveryTable(results: readonly Result[], seed: number, day: string): string {
  return [
    `Measured on ${day} by \`npm run drill -- recovery --seed ${seed}\`, on a stack of its own on one machine.`,
    '',
    row(['Drill', 'What happens', 'RTO', 'Objective', 'RPO', 'Objective', 'Seen']),
    row(['---', '---', '--:', '--:', '--:', '--:', '---']),
    ...results.map(({ name, title, rtoSeconds, rpoSeconds, objective, evidence }) =>
      row([
        `\`${name}\``,
        title,
        seconds(rtoSeconds),
        limit(objective.rtoSeconds),
        seconds(rpoSeconds),
        limit(objective.rpoSeconds),
        evidence,
      ]),
    ),
  ].join('\n');
}

/** A document with the table in the place of the one that it has. @throws Error when the document has no place for it */
export const withRecoveryTable = (document: string, table: string): string =>
  withSection(document, begin, table);

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const seconds = (value: number | null): string => (value === null ? '–' : `${value.toFixed(1)} s`);

function limit(value: number | null): string {
  if (value === null) return '–';
  if (value < 60) return value === 0 ? '0' : `${value} s`;
  return value >= 7_200 ? `${value / 3_600} h` : `${value / 60} min`;
}
