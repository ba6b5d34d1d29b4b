import type { Scene } from '../scene.ts';

/** Undoes a cause; everything is then as it was before. */
export type Undo = () => Promise<void> | void;

/** Something that is done to a stack so that alerts fire. */
export interface Cause {
  /** What is done, as it stands in the table. */
  title: string;
  /** Alerts that it must fire. */
  alerts: readonly string[];
  /** Those of them that must not be delivered, since another alert explains them: alert → the other one. */
  heldBack?: Readonly<Record<string, string>>;
  /** Those that cannot be delivered while the cause lasts, with the reason. */
  undeliverable?: Readonly<Record<string, string>>;
  /** Those of them that look back for long, and so are resolved long after the cause has gone. */
  late?: readonly string[];
  /** Whether it takes minutes until they fire. */
  takesMinutes?: true;
  start(scene: Scene): Promise<Undo> | Undo;
}

/** Does something again and again until it is stopped; resolves when the last time has ended. */
export function repeat(work: () => Promise<unknown> | unknown, pauseMs: number): Undo {
  let running = true;
  const going = (async () => {
    for (; running; await new Promise((resolve) => setTimeout(resolve, pauseMs))) {
      // What is broken on purpose answers with errors.
      await Promise.resolve(work()).catch(() => {});
    }
  })();
  return async () => {
    running = false;
    await going;
  };
}
