/** A Prometheus duration, such as `90s` or `6h`. */
export type Duration = `${number}${'s' | 'm' | 'h' | 'd'}`;

const unitSeconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** @example seconds('6h') // 21600 */
export function seconds(duration: Duration): number {
  const unit = duration.at(-1) as keyof typeof unitSeconds;
  return Number(duration.slice(0, -1)) * unitSeconds[unit];
}

/** The duration in the largest unit that divides it: `durationOf(46_800)` is `13h`. */
export function durationOf(totalSeconds: number): Duration {
  for (const unit of ['d', 'h', 'm'] as const) {
    if (totalSeconds > 0 && totalSeconds % unitSeconds[unit] === 0)
      return `${totalSeconds / unitSeconds[unit]}${unit}`;
  }
  return `${totalSeconds}s`;
}
