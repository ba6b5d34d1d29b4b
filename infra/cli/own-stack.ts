import { line } from './terminal.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Opens a stack that a command makes for itself. When the terminal or a machine asks to end, even while it is opened, it is
 * taken down first: it shall not stay behind.
 *
 * @param open hears what to tell of its progress
 */
export async function openOwnStack<Opened extends { close(): Promise<void> }>(
  open: (progress: (what: string) => void) => Promise<Opened>,
): Promise<{ opened: Opened; takeDown: () => Promise<void> }> {
  let interrupt = (): void => {};
  const interrupted = new Promise<void>((resolve) => {
    interrupt = resolve;
  });
  for (const signal of signals) process.once(signal, interrupt);
  const opened = await open((what) => line(`  ${what}`));
  const takeDown = async (): Promise<void> => {
    line('  takes its stack down');
    await opened.close();
    // The next stack of the same command is not this one's to take down.
    for (const signal of signals) process.off(signal, interrupt);
  };
  // What the command waits for might go on for minutes.
  interrupted.then(takeDown).finally(() => process.exit(130));
  return { opened, takeDown };
}
