import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { CurrentPriceResponse } from '@eo/app/contract/http.ts';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { securityHeaders } from '../headers.ts';
import { createApp } from './app.ts';
import { withPrice } from './first-price.ts';

const page = readFileSync(new URL('../index.html', import.meta.url), 'utf8');
const answer = {
  zone: 'SE3',
  currency: 'EUR',
  current: { start: '2026-03-10T12:00:00.000Z', minutes: 15, price: 123.4 },
} as CurrentPriceResponse;
const address = '/api/v1/prices/current?zone=SE3';
let root = '';
const open: FastifyInstance[] = [];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'eo-web-'));
  writeFileSync(join(root, 'index.html'), page);
});
afterAll(() => rmSync(root, { recursive: true }));
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
});

/** The web server before an API that answers so. */
async function startWeb(status: number, body: unknown, delayMs = 0) {
  const asked: string[] = [];
  // One that is left waiting would keep its connection for a minute.
  const api = Fastify({ forceCloseConnections: true });
  api.all('/api/*', async (request, reply) => {
    asked.push(`${request.url} for ${request.headers['x-forwarded-for']}`);
    await sleep(delayMs);
    return reply.code(status).send(body);
  });
  open.push(api);
  const app = await createApp({ root, apiUrls: [await api.listen({ host: '127.0.0.1', port: 0 })] });
  open.push(app);
  return { app, asked };
}

describe('the page of prices of a zone', () => {
  it('comes with the price of this moment, to be read, and for the app', async () => {
    const { app, asked } = await startWeb(200, answer);
    const { body, headers } = await app.inject({ url: '/?zone=se3', remoteAddress: '192.0.2.7' });
    expect(body).toContain('<span class="price-number">12.3</span>');
    expect(body).toContain('<span class="price-unit">ct/kWh</span>');
    expect(body).toContain('<p class="price">');
    expect(body).toContain('<div id="first-look" aria-hidden="true">');
    const given = /<script type="application\/json" data-address="([^"]+)">(.*?)<\/script>/.exec(body);
    expect([given?.[1], JSON.parse(given?.[2] ?? '')]).toEqual([address, answer]);
    // In the name of who asked, so that the API's limits count for them.
    expect(asked).toEqual([`${address} for 192.0.2.7`]);
    expect(headers).toMatchObject({ ...securityHeaders, 'cache-control': 'no-cache' });
  });

  it('writes the number as the reader does, and is packed for who takes that', async () => {
    const { app } = await startWeb(200, answer);
    const headers = { 'accept-language': 'sv-SE,sv;q=0.9', 'accept-encoding': 'gzip, br' };
    const response = await app.inject({ url: '/?zone=SE3', headers });
    expect(response.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(response.rawPayload).toString()).toContain('<span class="price-number">12,3</span>');
  });

  it.each([
    '/',
    '/?zone=SE3&day=2026-03-10',
    '/?zone=SE3&price=paid',
    '/?zone=SE3&zone=FI',
    '/plan?zone=SE3',
  ])('is as it was built where there is nothing to add: %s', async (url) => {
    const { app, asked } = await startWeb(200, answer);
    expect((await app.inject(url)).body).toBe(page);
    expect(asked).toEqual([]);
  });

  it.each([
    ['no price', 503, {}, 0],
    ['nonsense', 200, 'no price', 0],
    ['something else', 200, { price: 12 }, 0],
    ['no time', 200, answer, 1_000],
  ])('is as it was built when the API has %s', async (_, status, body, delayMs) => {
    const { app } = await startWeb(status, body, delayMs);
    const response = await app.inject('/?zone=SE3');
    expect([response.statusCode, response.body]).toEqual([200, page]);
  });

  it('lets nothing out of an answer become part of the page', () => {
    const hostile = { ...answer, currency: '</span><script>', zone: '</script><script>alert(1)</script>' };
    const body = withPrice(page, '/api/v1/prices/current?zone="><img>', hostile, 'en');
    expect(body.match(/<script/g)?.length).toBe((page.match(/<script/g)?.length ?? 0) + 1);
    expect(body).not.toContain('<img>');
    expect(body).not.toContain('alert(1)</script>');
  });
});
