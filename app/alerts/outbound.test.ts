import type { IncomingMessage, ServerResponse } from 'node:http';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Loopback, startLoopback } from '../feeds/testing.ts';
import { createPostOut, DeliveryError } from './outbound.ts';

let server: Loopback;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
beforeEach(async () => {
  answer = (_request, response) => response.end();
  server = await startLoopback((request, response) => answer(request, response));
  return () => server.close();
});

const never = new AbortController().signal;
const failure = async (url: string, allowPrivate: boolean, signal = never): Promise<DeliveryError> => {
  const post = createPostOut(allowPrivate);
  const error = await post({ url, headers: {}, body: '{}' }, signal).then(
    () => null,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(DeliveryError);
  return error;
};

describe('what users give as an address', () => {
  it('is posted to, where private networks are allowed', async () => {
    await createPostOut(true)({ url: server.url, headers: { 'x-one': '1' }, body: 'hello' }, never);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    'https://127.0.0.1:PORT',
    'https://localhost:PORT',
    'https://[::1]:PORT',
    'https://[::ffff:127.0.0.1]:PORT',
    'https://0.0.0.0:PORT',
    'https://2130706433:PORT',
    'https://0x7f000001:PORT',
    'https://10.0.0.1',
    'https://172.16.0.1',
    'https://192.168.1.1',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1',
    'https://[fc00::1]',
    'https://[fe80::1]',
    'https://[64:ff9b::7f00:1]',
  ])('never leads into our own network (OWASP API7, SSRF): %s', async (pattern) => {
    const { message, isFinal } = await failure(pattern.replace('PORT', new URL(server.url).port), false);
    expect([message, isFinal]).toEqual(['The address does not lead to the public Internet.', true]);
    expect(server.requests).toEqual([]);
  });

  it('is no plain HTTP, and no other scheme', async () => {
    expect((await failure(server.url, false)).message).toMatch(/https/);
    expect((await failure('file:///etc/passwd', true)).isFinal).toBe(true);
    expect(server.requests).toEqual([]);
  });

  it('leads nowhere else: no redirect is followed', async () => {
    const other = await startLoopback((_request, response) => response.end());
    answer = (_request, response) => response.writeHead(302, { location: other.url }).end();
    const { message, isFinal } = await failure(server.url, true);
    expect([message, isFinal]).toEqual(['The address answered 302.', true]);
    expect(other.requests).toEqual([]);
    await other.close();
  });

  it.each([
    [400, true],
    [410, true],
    [408, false],
    [429, false],
    [500, false],
    [503, false],
  ])('answers %i: final %s', async (status, isFinal) => {
    answer = (_request, response) => response.writeHead(status).end();
    expect(await failure(server.url, true)).toMatchObject({ status, isFinal });
  });

  it('may be away, and may be given up on', async () => {
    answer = (_request, response) => response.destroy();
    expect(await failure(server.url, true)).toMatchObject({ isFinal: false, status: null });
    answer = () => {};
    const { message, isFinal } = await failure(server.url, true, AbortSignal.timeout(50));
    expect([message, isFinal]).toEqual([expect.stringContaining('could not be reached'), false]);
  });

  it('is told of without the addresses behind it', async () => {
    const gone = new URL(server.url);
    await server.close();
    const { message } = await failure(gone.href, true);
    expect(message).toBe('The address could not be reached (ECONNREFUSED).');
    server = await startLoopback(() => {});
  });
});
