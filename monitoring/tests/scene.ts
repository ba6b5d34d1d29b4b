import type { Duration } from '../duration.ts';

/** A situation as Prometheus sees it: values of series at the interval, in promtool's notation. */
export interface Scene {
  title: string;
  /** Series → values, e.g. `up{job="node"}` → `1x10 0x10`. */
  series: Readonly<Record<string, string>>;
  /** Between two values; default one minute. */
  interval?: Duration;
  /** When to look. */
  at: Duration;
}

/** An alert that is expected: its labels besides `severity`, and its summary with the number filled in. */
export interface Expected {
  labels: Readonly<Record<string, string>>;
  summary: string;
}

export interface FiringScene extends Scene {
  expect: readonly Expected[];
}

/** How an alert is proved: situations in which it must fire and others, near by, in which it must not. */
export interface AlertCases {
  fires: readonly FiringScene[];
  quiet: readonly Scene[];
}

export type Cases = Readonly<Record<string, AlertCases>>;

/** A scene with one expected alert. */
export function fires(
  title: string,
  series: Scene['series'],
  at: Duration,
  labels: Expected['labels'],
  summary: string,
): FiringScene {
  return { title, series, at, expect: [{ labels, summary }] };
}

/** A scene with no alert. */
export const quiet = (title: string, series: Scene['series'], at: Duration): Scene => ({ title, series, at });

/** The same scene with values ten minutes apart, for what takes days. */
export const slowly = <S extends Scene>(scene: S): S => ({ ...scene, interval: '10m' });
