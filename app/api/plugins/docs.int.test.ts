import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../db/testing.ts';
import { createMigratedDatabase, createTestApi, type TestApi } from '../testing/api.ts';
import { operationsOf } from '../testing/operations.ts';

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

describe('the documentation', () => {
  it('describes every route, its errors, and what needs a key or an account', async () => {
    const document = await api.get<{
      openapi: string;
      components: { securitySchemes: Record<string, unknown> };
    }>('/docs/json');
    expect(document.openapi).toBe('3.1.0');
    const operations = await operationsOf(api);
    expect(operations.length).toBeGreaterThan(30);
    expect(operations.filter(({ summary }) => !summary)).toEqual([]);
    const open = operations.filter(({ security }) => security.length === 0);
    expect(open.map(({ access }) => access)).toEqual(open.map(() => 'public'));
    const used = operations.flatMap(({ security }) => security);
    expect(new Set(used)).toEqual(new Set(Object.keys(document.components.securitySchemes)));
    for (const { method, path, responses } of operations.filter(({ path }) => path.startsWith('/api/v1/')))
      expect(responses, `${method} ${path}`).toEqual([expect.stringMatching(/^20[0-4]$/), '4XX', '5XX']);
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
