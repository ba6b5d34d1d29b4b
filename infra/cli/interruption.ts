/** Resolves when the terminal or a machine asks to end: a stack that a command made for itself shall not stay behind. */
export const interruption = (): Promise<void> =>
  new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
  });
