import { defineConfig } from 'vitest/config';

/**
 * Four kinds of tests, told apart by file name so that each can be run alone:
 * `*.test.ts` (pure, milliseconds), `*.int.test.ts` (a real PostgreSQL, Redis, child processes),
 * `*.check.test.ts` (checkers that take long, such as promtool; run by `npm run check`) and `*.e2e.test.ts` (a real
 * `pulumi up` and a real browser; run by `npm run e2e` and `.ci/run`).
 *
 * What depends on a machine that others use as well gets a second try; the report names each that needed it.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{app,bench,board-sync,infra,monitoring,pipelines,web}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/*.{int,check,e2e}.test.ts'],
          // A machine that does other things at the same time is slow, not wrong.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'check',
          include: ['monitoring/**/*.check.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{app,bench,board-sync,infra,monitoring,pipelines,web}/**/*.int.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['infra/testing/postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          retry: 1,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['{infra,web}/**/*.e2e.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 300_000,
          hookTimeout: 600_000,
          fileParallelism: false,
          retry: 1,
        },
      },
    ],
  },
});
