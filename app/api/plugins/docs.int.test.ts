import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../db/testing.ts';
import { createMigratedDatabase, createTestApi, type TestApi } from '../testing/api.ts';

let database: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await createMigratedDatabase();
  api = await createTestApi(database.url, { docs: true });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

interface Document {
  openapi: string;
  paths: Record<
    string,
    Record<string, { responses: Record<string, unknown>; security?: unknown[]; summary?: string }>
  >;
  components: { securitySchemes: Record<string, unknown> };
}

describe('the documentation', () => {
  it('describes every route, its errors, and what needs a key', async () => {
    const document = await api.get<Document>('/docs/json');
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/v1/forecasts',
      '/api/v1/prices',
      '/api/v1/prices/cheapest-window',
      '/api/v1/prices/current',
      '/api/v1/prices/refresh',
      '/api/v1/zones',
      '/healthz',
      '/metrics',
      '/readyz',
    ]);
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
    );
    expect(operations.filter(({ summary }) => !summary)).toEqual([]);
    const closed = operations.filter(({ security }) => security).map(({ name }) => name);
    expect(closed.sort()).toEqual(['get /metrics', 'post /api/v1/prices/refresh']);
    expect(Object.keys(document.components.securitySchemes)).toEqual([
      'apiKeyHeader',
      'apiKeyQuery',
      'bearer',
    ]);
    const used = operations.flatMap(({ security }) =>
      (security ?? []).flatMap((one) => Object.keys(one as object)),
    );
    expect(new Set(used)).toEqual(new Set(Object.keys(document.components.securitySchemes)));
    const withErrors = operations.filter(({ name }) => name.includes('/api/v1/'));
    for (const { name, responses } of withErrors)
      expect(Object.keys(responses), name).toEqual(['200', '4XX', '5XX']);
  });

  it('is not there in production', async () => {
    const production = await createTestApi(database.url, { docs: false });
    for (const url of ['/docs', '/docs/', '/docs/json', '/docs/static/index.html'])
      expect((await production.app.inject({ url })).statusCode, url).toBe(404);
    await production.close();
  });

  const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
  it.skipIf(!executablePath && process.env.REQUIRE_ALL !== '1')(
    'is a page that works under its own policy (needs chromium)',
    async () => {
      const url = await api.app.listen({ port: 0, host: '127.0.0.1' });
      const browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
      try {
        const page = await browser.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
        page.on('pageerror', (error) => complaints.push(error.message));
        page.on('requestfailed', (request) => complaints.push(request.url()));
        await page.goto(`${url}/docs`);
        await page.getByText('/api/v1/prices/cheapest-window').waitFor();
        await page.getByText('/healthz').click();
        await page.getByRole('button', { name: 'Try it out' }).click();
        await page.getByRole('button', { name: 'Execute' }).click();
        await page.getByText('"status": "ok"').first().waitFor();
        expect(complaints).toEqual([]);
      } finally {
        await browser.close();
      }
    },
  );
});
