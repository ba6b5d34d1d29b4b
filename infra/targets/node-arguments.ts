import type { Service } from '../catalog/types.ts';

/** Megabytes of a young generation; Node's own default of 16 costs a busy API some 30 MB more and no time less. */
const semiSpaceMb = 8;

/**
 * How Node runs a service of ours within its memory limit, wherever that is: the heap is collected before the limit
 * is reached, as the rest is buffers, stack and code.
 */
export function nodeArguments({ memoryMb }: Service['limits']): string[] {
  return [`--max-old-space-size=${Math.floor(memoryMb * 0.75)}`, `--max-semi-space-size=${semiSpaceMb}`];
}
