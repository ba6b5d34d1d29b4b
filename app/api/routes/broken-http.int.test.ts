import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, faultOfProblem, type TestApi } from '../testing/api.ts';

let api: TestApi;
let port: number;
beforeAll(async () => {
  api = await createTestApi('postgresql://nobody@127.0.0.1:1/none');
  port = Number(new URL(await api.app.listen({ port: 0, host: '127.0.0.1' })).port);
});
afterAll(() => api.close());

describe('what is no HTTP', () => {
  const lines: [what: string, bytes: string][] = [
    ['a NUL byte in the request line', 'GET /api/v1/\0 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['headers that are too long', `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ];
  it.each(lines)('is refused with a problem document: %s', async (_what, bytes) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(bytes);
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json/);
    expect(faultOfProblem('application/problem+json; charset=utf-8', 400, body)).toBeNull();
  });
});
