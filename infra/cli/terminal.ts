import { createColors } from 'picocolors';

/**
 * What people see: progress on standard error, one line a step with its time; data on standard output. Colour and
 * the moving line only on a terminal, `NO_COLOR` honoured, and never the only carrier of a meaning.
 */
export const colors = createColors(Boolean(process.stderr.isTTY) && !process.env.NO_COLOR);

const isTerminal = Boolean(process.stderr.isTTY);
const labelWidth = 34;

/** A step under way; `detail` changes what stands behind its label. */
export interface Step {
  detail: (text: string) => void;
}

/** Runs one step: its label at once, its detail while it runs, its outcome and time at the end. */
export async function step<T>(
  label: string,
  work: (step: Step) => Promise<T>,
  outcome: (result: T) => string,
): Promise<T> {
  const started = Date.now();
  const draw = liveLine(label);
  draw.update('');
  try {
    const result = await work({ detail: draw.update });
    draw.end(`${outcome(result)}${seconds(Date.now() - started)}`);
    return result;
  } catch (error) {
    draw.end(colors.red('failed'));
    throw error;
  }
}

/** Writes a line of progress. */
export function line(text = ''): void {
  process.stderr.write(`${text}\n`);
}

function liveLine(label: string): { update: (detail: string) => void; end: (text: string) => void } {
  let last = '';
  const write = (text: string, final: boolean): void => {
    if (isTerminal) process.stderr.write(`\r\x1b[2K  ${label.padEnd(labelWidth)}${text}${final ? '\n' : ''}`);
    else if (final || (text && text !== last)) line(`  ${label.padEnd(labelWidth)}${text}`);
    last = text;
  };
  return {
    // Without a terminal percentages would fill the log: only the words of a step are news.
    update: (detail) => write(isTerminal ? detail : detail.replace(/\s*\d+ %/, ''), false),
    end: (text) => write(text, true),
  };
}

function seconds(milliseconds: number): string {
  return milliseconds < 200 ? '' : `  ${(milliseconds / 1000).toFixed(1)} s`;
}

/** Two columns: names padded to the same width, one entry a line. */
export function table(rows: readonly (readonly [string, string])[], indent = 2): string {
  const width = Math.max(...rows.map(([name]) => name.length)) + 3;
  return rows.map(([name, value]) => `${' '.repeat(indent)}${name.padEnd(width)}${value}`).join('\n');
}

/** "12 s", "4 min", "3 h 41 min", "2 days": a duration for people. */
export function duration(milliseconds: number): string {
  const total = Math.max(0, Math.round(milliseconds / 1000));
  if (total < 90) return `${total} s`;
  const minutes = Math.round(total / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.round(minutes / 1440)} days`;
}
