import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Fastify, { type LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bestEncoding, ReadyBytes } from './ready-bytes.ts';

describe('bestEncoding', () => {
  const rows: [accepted: string | undefined, expected: string | null][] = [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.0,gzip;q=0', null],
    ['identity', null],
    ['brown', null],
    [undefined, null],
  ];
  it.each(rows)('%s: %s', (accepted, expected) => {
    expect(bestEncoding(accepted)).toBe(expected);
  });
});

describe('ReadyBytes', () => {
  const body = { zone: 'SE3', prices: Array.from({ length: 500 }, (_, index) => index) };
  const bytes = new ReadyBytes(body, 70_000);
  const small = new ReadyBytes({ zone: 'SE3' }, 70_000);
  const app = Fastify();
  beforeAll(async () => {
    app.get('/big', async (request, reply) => bytes.send(request, reply, 10_000));
    app.get('/small', async (request, reply) => small.send(request, reply, 90_000));
    await app.ready();
  });
  afterAll(() => app.close());
  const get = (url: string, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> =>
    app.inject({ url, headers });

  it('sends JSON that may be kept for as long as it is fresh', async () => {
    const { headers, json } = await get('/big');
    expect(json()).toEqual(body);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'public, max-age=60',
      vary: 'accept-encoding',
    });
    expect((await get('/small')).headers['cache-control']).toBe('public, max-age=0');
  });

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('sends %s to who takes it, the first time and again', async (encoding, decompress) => {
    for (const _turn of [1, 2]) {
      const { headers, rawPayload } = await get('/big', { 'accept-encoding': encoding });
      expect(headers['content-encoding']).toBe(encoding);
      expect(JSON.parse(decompress(rawPayload).toString())).toEqual(body);
    }
  });

  it('does not compress what fits into a packet', async () => {
    expect((await get('/small', { 'accept-encoding': 'br' })).headers['content-encoding']).toBeUndefined();
  });

  it('answers 304 to who has it, whatever the encoding', async () => {
    const etag = String((await get('/big')).headers.etag);
    const strong = etag.replace('W/', '');
    for (const known of [etag, strong, `"other", ${etag}`, '*']) {
      const response = await get('/big', { 'if-none-match': known, 'accept-encoding': 'br' });
      expect([response.statusCode, response.body], known).toEqual([304, '']);
    }
    expect((await get('/big', { 'if-none-match': '"other"' })).statusCode).toBe(200);
  });
});
