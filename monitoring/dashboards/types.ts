/** A query for Prometheus, and what its series are called in the legend (`{{label}}`). */
export interface PanelQuery {
  readonly expr: string;
  readonly legend: string;
}

/** Units by Grafana's ids: https://github.com/grafana/grafana/blob/v10.3.1/packages/grafana-data/src/valueFormats/categories.ts */
export type Unit =
  | 'short'
  | 's'
  | 'percent'
  | 'percentunit'
  | 'reqps'
  | 'ops'
  | 'bytes'
  | 'Bps'
  | 'currencyUSD'
  | 'dateTimeFromNow';

export interface Panel {
  /** A curve, the number of now, or a table row for each series. */
  readonly kind: 'curve' | 'number' | 'table';
  readonly title: string;
  /** What a good value is, and what to do about a bad one. */
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly PanelQuery[];
  /** From here on it is amber, and red; where the good side is above, they fall. */
  readonly limits?: { readonly warning: number; readonly critical: number };
  /** Of 24 columns; a curve has 12, a number 4, a table 12. */
  readonly width?: number;
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Dashboard {
  /** Stable: addresses of dashboards carry it. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** Names of what its queries use as `$name`. */
  readonly variables?: readonly VariableName[];
  readonly rows: readonly Row[];
}

export type VariableName = 'instance' | 'zone' | 'job';
