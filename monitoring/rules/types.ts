import type { ServiceName } from '@eo/infra/catalog/types.ts';
import type { Duration } from '../duration.ts';

export type Severity = 'critical' | 'warning' | 'none';

/** Another alert that explains this one; while it fires, warnings of this one are not delivered. */
export interface Cause {
  readonly alert: string;
  /** Only when the cause concerns this service. */
  readonly service?: ServiceName;
}

/** What a person does about an alert, on one screen. Code stands between backticks. */
export interface Runbook {
  readonly meaning: string;
  /** Queries for Prometheus and commands, each with what it shows. */
  readonly confirm: readonly string[];
  /** In order. */
  readonly act: readonly string[];
  readonly afterwards?: string;
}

export interface Alert {
  /** Unique; also the name of its runbook. */
  readonly name: string;
  readonly expr: string;
  /** How long the condition must hold; left out: at once. */
  readonly for?: Duration;
  readonly severity: Severity;
  /** One line with the number, as a template of Prometheus. */
  readonly summary: string;
  readonly silencedBy?: readonly Cause[];
  readonly runbook: Runbook;
}

export interface AlertGroup {
  readonly name: string;
  readonly alerts: readonly Alert[];
}

export interface RecordingRule {
  /** level:metric:operation, the convention of Prometheus. */
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface RecordingGroup {
  readonly name: string;
  readonly interval?: Duration;
  readonly rules: readonly RecordingRule[];
}
