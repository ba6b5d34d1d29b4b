import { type Duration, seconds } from './duration.ts';

/**
 * What cannot be hastened: a range must hold a few scrapes, a condition must hold for more than one, and Alertmanager
 * needs a moment. In seconds.
 */
const least = { range: 8, holds: 5, routing: 1 } as const;

/** How often a drill scrapes, whatever its speed. */
export const drillScrapeInterval: Duration = '2s';

/** How long the last value of a series counts in a drill; what no range is told of in the rules. */
export const drillLookback: Duration = `${least.range}s`;

/**
 * Rules for Prometheus or routes for Alertmanager in which time passes faster, for drills: at a speed of 60 an hour
 * takes a minute. What shall hold or be looked back on for longer than {@link least} is shortened; no threshold is
 * changed.
 *
 * @param file generated YAML
 */
export function faster(file: string, speed: number): string {
  const shorten = (duration: string, floor: number): string =>
    `${Math.max(floor, Math.round(seconds(duration as Duration) / speed))}s`;
  return file
    .replace(/\[(\d+[smhd])\]/g, (_, range) => `[${shorten(range, least.range)}]`)
    .replace(/\boffset (\d+[smhd])/g, (_, offset) => `offset ${shorten(offset, least.range)}`)
    .replace(/^(\s+for: )(\d+[smhd])$/gm, (_, key, holds) => `${key}${shorten(holds, least.holds)}`)
    .replace(
      /^(\s*(?:- )?(?:group_wait|group_interval|repeat_interval): )(\d+[smhd])$/gm,
      (_, key, wait) => `${key}${shorten(wait, least.routing)}`,
    );
}
