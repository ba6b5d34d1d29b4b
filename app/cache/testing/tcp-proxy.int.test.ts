import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ProxyMode, startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

let echo: Server;
let proxy: TcpProxy;
const callers: Socket[] = [];

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => {}).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const address = echo.address();
  proxy = await startTcpProxy(address && typeof address === 'object' ? address.port : 0);
});
afterEach(async () => {
  for (const caller of callers.splice(0)) caller.destroy();
  await proxy.close();
  echo.close();
});

async function call(): Promise<Socket> {
  const caller = connect(proxy.port, '127.0.0.1');
  callers.push(caller);
  await once(caller, 'connect');
  return caller.on('error', () => {});
}

/** What comes back of a text, or how that ended. */
async function answerOf(caller: Socket, text: string, withinMs = 1_000): Promise<string> {
  let heard = '';
  const whole = new Promise<string>((resolve) => {
    caller.on('data', (bytes) => {
      heard += bytes;
      if (heard.length >= text.length) resolve(heard);
    });
    caller.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    caller.once('close', () => resolve('closed'));
  });
  caller.write(text);
  return Promise.race([whole, sleep(withinMs, 'nothing')]);
}

it('carries both ways, in order', async () => {
  const text = `${'x'.repeat(200_000)}end`;
  expect(await answerOf(await call(), text, 5_000)).toBe(text);
});

it.each<[ProxyMode, string | RegExp]>([
  ['black-hole', 'nothing'],
  ['latency', 'nothing'],
  ['slow-trickle', 'nothing'],
  ['reset', /^(ECONNRESET|closed)$/],
  ['cut', /^(ECONNRESET|EPIPE|closed)$/],
])('%s is felt by a connection that is open, and over once it is left', async (mode, expected) => {
  const open = await call();
  expect(await answerOf(open, 'before')).toBe('before');
  proxy.set(mode);
  expect(await answerOf(open, 'x'.repeat(1_000), 300)).toMatch(expected);
  proxy.set('open');
  expect(await answerOf(await call(), 'after')).toBe('after');
});

it('lets what is late come after all', async () => {
  const open = await call();
  proxy.set('latency');
  expect(await answerOf(open, 'late', 6_000)).toBe('late');
});
