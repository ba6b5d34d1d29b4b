/** How far a clock may drift between two looks; what keeps clocks right moves them by far less. In milliseconds. */
const toleranceMs = 1_000;
const lookEveryMs = 1_000;

/** Two clocks, in milliseconds: the one that people read and may set, and one that only ever goes on. */
interface Clocks {
  wall: () => number;
  steady: () => number;
}

/**
 * Notices when the clock of the machine was set, or went on without the process, as while a machine slept. What is kept until
 * a time of the old clock would then be kept for too long: for a day after a clock that was a day ahead.
 *
 * @param onJump hears by how many seconds it jumped; negative is back
 * @returns what ends it
 */
export function watchClock(
  onJump: (seconds: number) => void,
  { wall, steady }: Clocks = { wall: Date.now, steady: () => performance.now() },
): () => void {
  let offsetMs = wall() - steady();
  const timer = setInterval(() => {
    const jumpedMs = wall() - steady() - offsetMs;
    offsetMs += jumpedMs;
    if (Math.abs(jumpedMs) > toleranceMs) onJump(Math.round(jumpedMs / 1000));
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}
