import { appendFileSync } from 'node:fs';
import type { JobRun } from '@eo/app/db/job-runs.ts';
import type { PlannedStep, StepRecord } from './step.ts';

/** What people see of a run: lines of progress on standard error, the outcome on standard output. */
export interface Progress {
  start: (steps: number) => void;
  /** A line for a step that has ended; on a terminal also how many are still to come. */
  end: (record: StepRecord) => void;
  /** A line about what happens now. */
  note: (text: string) => void;
}

/** @param stream plain lines, with a line that moves below them on a terminal */
export function makeProgress(stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'> = process.stderr): Progress {
  let [done, total] = [0, 0];
  const clear = stream.isTTY ? '\r\x1b[2K' : '';
  const line = (text: string): void => {
    stream.write(`${clear}${text}\n`);
    if (stream.isTTY && done < total) stream.write(`  ${done} of ${total}`);
  };
  return {
    start(steps) {
      [done, total] = [0, steps];
    },
    end(record) {
      done += 1;
      line(lineOf(record));
    },
    note: line,
  };
}

function lineOf({ name, outcome, counts, detail, seconds }: StepRecord): string {
  const numbers = describeCounts(counts);
  const time = `${seconds.toFixed(1)} s`;
  return `  ${[name.padEnd(16), outcome.padEnd(10), time.padStart(7), numbers, detail].filter(Boolean).join('  ')}`;
}

/** "2 days written, 1 conflicts"; what is zero is left out. */
function describeCounts(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count !== 0)
    .map(([name, count]) => `${count} ${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`)
    .join(', ');
}

/** The plan as `--dry-run` prints it. */
export function describePlan(job: string, steps: readonly PlannedStep[]): string {
  if (steps.length === 0) return `${job}: nothing to do`;
  const lines = steps.map(({ name, about }) => `  ${name.padEnd(16)}  ${about}`);
  return [`${job} would run ${steps.length} steps:`, ...lines].join('\n');
}

/** The outcome in one line. */
export function describeRun({ job, outcome, counts }: JobRun): string {
  return `${job}: ${outcome}, ${describeCounts(counts) || 'nothing to do'}`;
}

/** Adds the run to the page of the workflow run, when it runs on GitHub Actions. */
export function writeStepSummary(run: JobRun, records: readonly StepRecord[]): void {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (file) appendFileSync(file, stepSummary(run, records));
}

export function stepSummary(run: JobRun, records: readonly StepRecord[]): string {
  const rows = records.map(({ name, outcome, counts, detail, seconds }) =>
    [name, outcome, `${seconds.toFixed(1)} s`, describeCounts(counts), detail ?? ''].map(cell).join(' | '),
  );
  const head = ['Step', 'Outcome', 'Time', 'Counts', 'Detail'];
  return [
    `### ${describeRun(run)}`,
    '',
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => `| ${row} |`),
    '',
    '',
  ].join('\n');
}

/** Details hold words of feeds: nothing in them may end the row or become markup. */
const cell = (text: string): string =>
  text.replace(/[\r\n]+/g, ' ').replace(/[|<>`\\]/g, (sign) => `&#${sign.charCodeAt(0)};`);
