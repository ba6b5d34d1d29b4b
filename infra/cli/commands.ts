/** What a command of `npm run` is: gets its arguments, returns its exit code. */
export interface CommandModule {
  run: (args: string[]) => Promise<number>;
}

/** The commands people type, each loaded only when it is asked for. */
export const commands = {
  up: () => import('./up.ts'),
  down: () => import('./down.ts'),
  dev: () => import('./dev.ts'),
  status: () => import('./status.ts'),
  preview: () => import('./preview.ts'),
  cost: () => import('./cost.ts'),
  rotate: () => import('./rotate.ts'),
  recover: () => import('./recover.ts'),
  state: () => import('./state.ts'),
  role: () => import('./role.ts'),
  build: () => import('./build.ts'),
  drill: () => import('./drill.ts'),
  pipeline: () => import('./pipeline.ts'),
  generate: () => import('./generate.ts'),
  check: () => import('./check.ts'),
  test: () => import('./test.ts'),
  e2e: () => import('./e2e.ts'),
  screenshots: () => import('./screenshots.ts'),
  bench: () => import('./bench.ts'),
  'board-sync': () => import('./board-sync.ts'),
} satisfies Record<string, () => Promise<CommandModule>>;

export function isCommand(name: string): name is keyof typeof commands {
  return Object.hasOwn(commands, name);
}
