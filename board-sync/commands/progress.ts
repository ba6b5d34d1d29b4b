import type { Place } from '../engine/place.ts';
import type { Report } from '../engine/sync.ts';
import type { Context } from './context.ts';

/** Progress is told at most this often where it cannot be drawn over. */
const quietMs = 10_000;

/** Tells people how far a run is: a moving line on a terminal, a line now and then elsewhere, and the log. */
export function progressReport({ shell, log, clock, note }: Context): Report {
  const isTerminal = Boolean(shell.stderr.isTTY);
  let told = clock.now();
  const tell = (text: string): void => {
    if (isTerminal) shell.stderr.write(`\r\x1b[2K  ${text}`);
    else if (clock.now() - told >= quietMs) {
      told = clock.now();
      note(`  ${text}`);
    }
  };
  const settle = (text: string): void => {
    if (isTerminal) shell.stderr.write('\r\x1b[2K');
    note(`  ${text}`);
  };
  return {
    reading: ({ label }: Place, count) => tell(`${label}: ${count} read`),
    populated: ({ label }, entries) => settle(`${label.padEnd(16)}${entries} items`),
    applying: (done, total) => {
      tell(`${done} of ${total} changes made`);
      if (done === total) settle(`${total} changes made`);
      if (done % 100 === 0) log.info(`${done} of ${total} changes made`);
    },
  };
}
