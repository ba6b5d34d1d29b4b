import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { securityHeaders } from '../headers.ts';
import { createApp } from './app.ts';

const page = '<!doctype html><title>Electricity Optimizer</title>';
const script = `console.log(${JSON.stringify('kilowatt hours '.repeat(50))});`;
let root = '';
const open: FastifyInstance[] = [];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'eo-web-'));
  mkdirSync(join(root, 'assets'));
  for (const [name, content] of [
    ['index.html', page],
    ['assets/index-abc123.js', script],
  ] as const) {
    writeFileSync(join(root, name), content);
    writeFileSync(join(root, `${name}.br`), brotliCompressSync(content));
    writeFileSync(join(root, `${name}.gz`), gzipSync(content));
  }
});
afterAll(() => rmSync(root, { recursive: true }));
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
});

/** An upstream on a port of its own that answers with its name, and counts what it was asked. */
async function startReplica(name: string, status = 200): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const app = Fastify();
  app.all('/api/*', async (request, reply) => {
    asked.push(`${request.method} ${request.url}`);
    return reply
      .code(status)
      .headers({ etag: `"${name}"`, 'cache-control': 'public, max-age=60' })
      .send({ name });
  });
  open.push(app);
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), asked };
}

/** The address of a port on which nothing listens. */
async function deadUrl(): Promise<string> {
  const app = Fastify();
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  await app.close();
  return url;
}

async function startWeb(...apiUrls: string[]): Promise<FastifyInstance> {
  const app = await createApp({ root, apiUrls });
  open.push(app);
  return app;
}

describe('the files of the app', () => {
  it('come with every security header', async () => {
    const app = await startWeb('http://127.0.0.1:9');
    for (const url of ['/', '/assets/index-abc123.js', '/some/page', '/missing.png', '/healthz']) {
      const { headers } = await app.inject(url);
      expect(headers, url).toMatchObject(securityHeaders);
    }
  });

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('are sent as %s to who takes it', async (encoding, unpack) => {
    const app = await startWeb('http://127.0.0.1:9');
    const headers = { 'accept-encoding': encoding };
    for (const [url, content] of [
      ['/', page],
      ['/assets/index-abc123.js', script],
    ] as const) {
      const response = await app.inject({ url, headers });
      expect(response.headers['content-encoding'], url).toBe(encoding);
      expect(response.headers.vary).toMatch(/accept-encoding/i);
      expect(unpack(response.rawPayload).toString()).toBe(content);
    }
  });

  it('are sent plain to who takes nothing else', async () => {
    const response = await (await startWeb('http://127.0.0.1:9')).inject('/');
    expect(response.headers['content-encoding']).toBeUndefined();
    expect(response.headers['content-type']).toMatch('text/html');
    expect(response.body).toBe(page);
  });

  it('are kept for ever where their name has a hash, and asked for again where not', async () => {
    const app = await startWeb('http://127.0.0.1:9');
    const cacheControl = async (url: string) => (await app.inject(url)).headers['cache-control'];
    expect(await cacheControl('/assets/index-abc123.js')).toBe('public, max-age=31536000, immutable');
    expect(await cacheControl('/')).toBe('no-cache');
    expect(await cacheControl('/some/page')).toBe('no-cache');
  });

  it('answer every page path with the app, and a missing file with 404', async () => {
    const app = await startWeb('http://127.0.0.1:9');
    const fallback = await app.inject('/some/page?zone=SE3.x');
    expect(fallback.statusCode).toBe(200);
    expect(fallback.body).toBe(page);
    const missing = await app.inject('/assets/index-old.js');
    expect(missing.statusCode).toBe(404);
    expect(missing.headers['cache-control']).toBe('no-cache');
    expect((await app.inject({ method: 'POST', url: '/some/page' })).statusCode).toBe(404);
  });

  it('do not reach outside their folder', async () => {
    const app = await startWeb('http://127.0.0.1:9');
    for (const url of ['/../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2fetc/passwd']) {
      const { body } = await app.inject(url);
      expect(body, url).not.toContain('root:');
    }
  });
});

describe('the way to the API', () => {
  it('passes path, query and answer through', async () => {
    const replica = await startReplica('a');
    const app = await startWeb(replica.url);
    const response = await app.inject('/api/v1/prices?zone=SE3&from=2025-10-26');
    expect(response.json()).toEqual({ name: 'a' });
    expect(response.headers).toMatchObject({ etag: '"a"', 'cache-control': 'public, max-age=60' });
    expect(replica.asked).toEqual(['GET /api/v1/prices?zone=SE3&from=2025-10-26']);
  });

  it('takes turns over the replicas', async () => {
    const replicas = [await startReplica('a'), await startReplica('b')];
    const app = await startWeb(...replicas.map(({ url }) => url));
    for (let i = 0; i < 4; i++) await app.inject('/api/v1/zones');
    expect(replicas.map(({ asked }) => asked.length)).toEqual([2, 2]);
  });

  it('asks the next replica where one does not answer, so that nobody notices', async () => {
    const alive = await startReplica('a');
    const app = await startWeb(await deadUrl(), alive.url, await deadUrl());
    const statuses = await Promise.all(
      Array.from({ length: 12 }, async () => (await app.inject('/api/v1/zones')).statusCode),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(alive.asked).toHaveLength(12);
  });

  it('sends nothing twice that may change something', async () => {
    const replica = await startReplica('a');
    const app = await startWeb(await deadUrl(), replica.url);
    // Over a real socket: a refused upstream takes the request's body stream down with it.
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const refresh = async () =>
      (await fetch(`${url}/api/v1/prices/refresh`, { method: 'POST', body: '{}' })).status;
    expect([await refresh(), await refresh()].sort()).toEqual([200, 503]);
    expect(replica.asked).toHaveLength(1);
  });

  it('answers a problem document when no replica answers', async () => {
    const app = await startWeb(await deadUrl(), await deadUrl());
    const response = await app.inject('/api/v1/zones');
    expect(response.statusCode).toBe(503);
    expect(response.headers['content-type']).toMatch('application/problem+json');
    expect(response.headers).toMatchObject({
      ...securityHeaders,
      'retry-after': '5',
      'cache-control': 'no-store',
    });
    expect(response.json()).toMatchObject({ status: 503, code: 'dependency-unavailable' });
  });

  it('passes an error of the API on, and does not ask it again', async () => {
    const replicas = [await startReplica('a', 503), await startReplica('b', 503)];
    const app = await startWeb(...replicas.map(({ url }) => url));
    expect((await app.inject('/api/v1/zones')).statusCode).toBe(503);
    expect(replicas.flatMap(({ asked }) => asked)).toHaveLength(1);
  });
});
