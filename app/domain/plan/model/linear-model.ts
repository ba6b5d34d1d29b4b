/**
 * A mixed-integer linear model in the form that HiGHS takes: `minimise cost·x` with bounds on columns and rows, rows
 * compressed. Plain data, so that it can be sent to another thread.
 */
export interface LinearModel {
  cost: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  /** 1 for a column that takes whole numbers only. */
  integer: Int32Array;
  rowLower: Float64Array;
  rowUpper: Float64Array;
  rowStarts: Int32Array;
  columns: Int32Array;
  coefficients: Float64Array;
  /** Values of some columns that a good solution may have, to begin the search with. */
  hint: { columns: Int32Array; values: Float64Array };
}

/** A column times a coefficient. */
export type Term = readonly [column: number, coefficient: number];

export interface ColumnOptions {
  /** What one of it costs; 0 by default. */
  cost?: number;
  lower?: number;
  upper?: number;
  integer?: boolean;
  /** How much one of it breaks a wish; 0 by default. */
  penalty?: number;
  /** A value that it may well have; see {@link LinearModel.hint}. */
  hint?: number;
}

/** What a solver says. `values` are null when it found no solution. */
export interface Solution {
  status: 'optimal' | 'time-limit' | 'infeasible';
  values: Float64Array | null;
  /** The optimum is at most this share better; 0 when proven. */
  gap: number;
}

/** Collects columns and rows. */
export class ModelBuilder {
  readonly #cost: number[] = [];
  readonly #penalty: number[] = [];
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #integer: number[] = [];
  readonly #rowLower: number[] = [];
  readonly #rowUpper: number[] = [];
  readonly #rowStarts: number[] = [0];
  readonly #columns: number[] = [];
  readonly #coefficients: number[] = [];
  readonly #hints: [column: number, value: number][] = [];

  /** Adds a column, by default any number from 0 up, and returns its index. */
  column(options: ColumnOptions = {}): number {
    const { cost = 0, lower = 0, upper = Number.POSITIVE_INFINITY, integer = false, penalty = 0 } = options;
    this.#cost.push(cost);
    this.#penalty.push(penalty);
    this.#lower.push(lower);
    this.#upper.push(upper);
    this.#integer.push(integer ? 1 : 0);
    const index = this.#cost.length - 1;
    if (options.hint !== undefined) this.#hints.push([index, options.hint]);
    return index;
  }

  /** Adds `lower ≤ Σ terms ≤ upper`; terms of one column are added up. */
  row(lower: number, upper: number, terms: readonly Term[]): void {
    const merged = new Map<number, number>();
    for (const [column, coefficient] of terms) merged.set(column, (merged.get(column) ?? 0) + coefficient);
    for (const [column, coefficient] of merged) {
      if (coefficient === 0) continue;
      this.#columns.push(column);
      this.#coefficients.push(coefficient);
    }
    this.#rowLower.push(lower);
    this.#rowUpper.push(upper);
    this.#rowStarts.push(this.#columns.length);
  }

  /** Adds `Σ terms = value`. */
  equals(value: number, terms: readonly Term[]): void {
    this.row(value, value, terms);
  }

  /** Adds `Σ terms ≤ value`. */
  atMost(value: number, terms: readonly Term[]): void {
    this.row(Number.NEGATIVE_INFINITY, value, terms);
  }

  /** The most that a column can be. */
  upperOf(column: number): number {
    return this.#upper[column] as number;
  }

  /** Every column that breaks a wish, times how much. */
  get penalties(): Term[] {
    return this.#penalty.flatMap((penalty, column): Term[] => (penalty > 0 ? [[column, penalty]] : []));
  }

  /** @param objective what to minimise: the cost, or how much wishes are broken */
  build(objective: 'cost' | 'penalty' = 'cost'): LinearModel {
    return {
      cost: Float64Array.from(objective === 'cost' ? this.#cost : this.#penalty),
      lower: Float64Array.from(this.#lower),
      upper: Float64Array.from(this.#upper),
      integer: Int32Array.from(this.#integer),
      rowLower: Float64Array.from(this.#rowLower),
      rowUpper: Float64Array.from(this.#rowUpper),
      rowStarts: Int32Array.from(this.#rowStarts),
      columns: Int32Array.from(this.#columns),
      coefficients: Float64Array.from(this.#coefficients),
      hint: {
        columns: Int32Array.from(this.#hints, ([column]) => column),
        values: Float64Array.from(this.#hints, ([, value]) => value),
      },
    };
  }
}
