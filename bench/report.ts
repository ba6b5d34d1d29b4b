/** One measured figure. Names are stable, so that figures can be compared over time. */
export interface Result {
  name: string;
  value: number;
  unit: string;
  /** What to reach; null for a figure that is only reported. */
  goal: { atLeast: number } | { atMost: number } | null;
  /** What the value is a ratio of, where it is one. */
  baseline?: { name: string; value: number; unit: string };
}

/**
 * Prints the figures of a benchmark: a table for people, and with `--json` one JSON document as the last line.
 * A goal that is missed does not end a benchmark with an error: a busy machine is no defect.
 */
export function report(bench: string, results: readonly Result[]): void {
  for (const { name, value, unit, goal, baseline } of results) {
    const mark = goal === null ? '' : reached(value, goal) ? 'reached' : 'missed';
    const base = baseline ? `   (${baseline.name}: ${round(baseline.value)} ${baseline.unit})` : '';
    console.log(
      `  ${name.padEnd(28)}${String(round(value)).padStart(10)} ${unit.padEnd(8)}${describe(goal).padEnd(12)}${mark}${base}`,
    );
  }
  if (process.argv.includes('--json')) {
    const rows = results.map(({ goal, ...result }) => ({
      ...result,
      value: round(result.value),
      goal: goal && ('atLeast' in goal ? goal.atLeast : goal.atMost),
      pass: goal === null || reached(result.value, goal),
    }));
    console.log(JSON.stringify({ bench, results: rows }));
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = low] = [sorted[sorted.length % 2 ? middle : middle - 1], sorted[middle]];
  return (low + high) / 2;
}

type Goal = NonNullable<Result['goal']>;

const reached = (value: number, goal: Goal): boolean =>
  'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;

const describe = (goal: Result['goal']): string =>
  goal === null ? '' : 'atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`;

const round = (value: number): number => Number(value.toPrecision(4));
