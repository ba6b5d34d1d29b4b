import * as pulumi from '@pulumi/pulumi';
import type { Reference } from '../catalog/types.ts';
import type { PlannedContainer, Text } from '../targets/docker/container-spec.ts';

/** What a planned container needs of the stack around it. */
export interface ContainerPlace {
  stack: string;
  imageId: pulumi.Input<string>;
  network: pulumi.Input<string>;
  /** Name on the engine of each volume. */
  volumes: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * The value of a reference; undefined leaves the variable out. A program takes every secret that is `accepted` from
   * its environment, and sends the `value` that it finds in its files.
   */
  resolve: (reference: Reference, as: 'accepted' | 'value') => pulumi.Input<string> | undefined;
}

/** An engine asks for the first time after one interval, so a short one is a quick start. */
export const healthTimes = { interval: '5s', timeout: '5s', startPeriod: '60s', retries: 3 };

/** What a container has written goes when it is 30 MB. */
export const logs = { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } } as const;

/** The variables of a container that have a value. */
export function environmentOf(
  env: PlannedContainer['env'],
  place: ContainerPlace,
): [name: string, value: pulumi.Input<string>][] {
  return Object.entries(env).flatMap(([name, text]) => {
    const value = textOf(text, place, 'accepted');
    return value === undefined ? [] : [[name, value]];
  });
}

/** Undefined when a single reference has no value. */
export function textOf(
  text: Text,
  place: ContainerPlace,
  as: 'accepted' | 'value',
): pulumi.Output<string> | string | undefined {
  if (typeof text === 'string') return text;
  if ('from' in text) {
    const value = place.resolve(text, as);
    return value === undefined ? undefined : pulumi.output(value);
  }
  return pulumi.concat(...text.map((part) => textOf(part, place, as) ?? ''));
}
