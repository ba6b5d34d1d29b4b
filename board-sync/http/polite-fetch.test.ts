import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeClock } from '../testing/fake-clock.ts';
import { makePace } from './pace.ts';
import { type Manners, politeFetch, retryAfterMs } from './polite-fetch.ts';

type Reply = (response: ServerResponse) => void;
const status =
  (code: number, headers: Record<string, string> = {}): Reply =>
  (response) =>
    void response.writeHead(code, headers).end('{}');
const never: Reply = () => {};
const broken: Reply = (response) => void response.destroy();

/** A service that answers in turn, the last reply for ever, and a fetch that asks it. */
async function service(replies: Reply[], over: Partial<Manners> = {}) {
  let calls = 0;
  let attempts = 0;
  const server = createServer((_request, response) =>
    replies[Math.min(calls++, replies.length - 1)]?.(response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const clock = fakeClock();
  const begin = clock.now();
  const fetch = politeFetch({
    name: 'Service',
    clock,
    pace: async () => void attempts++,
    later: (answer) => (answer.status === 429 ? retryAfterMs(answer) : false),
    isRepeatable: ({ method }) => method !== 'POST',
    ...over,
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    ask: (method = 'GET') => fetch(url, { method }),
    attempts: () => attempts,
    waitedMs: () => clock.now() - begin,
  };
}

describe('politeFetch', () => {
  it.each([
    ['an error of the service', status(500)],
    ['an overload', status(503)],
    ['a broken connection', broken],
  ])('asks again after %s', async (_what, reply) => {
    const { ask, attempts } = await service([reply, reply, status(200)]);
    expect((await ask()).status).toBe(200);
    expect(attempts()).toBe(3);
  });

  it('asks again after an answer that does not come, and says so when none ever does', async () => {
    const { ask, attempts } = await service([never], { timeoutMs: 50 });
    await expect(ask()).rejects.toThrow(/Service cannot be used right now \(no answer within 0\.05 s\)/);
    expect(attempts()).toBe(6);
  });

  it.each([
    ['an error of the service', status(500)],
    ['a broken connection', broken],
    ['an answer that does not come', never],
  ])('never repeats after %s what may have made something', async (_what, reply) => {
    const { ask, attempts } = await service([reply], { timeoutMs: 500 });
    await expect(ask('POST')).rejects.toMatchObject({ code: 'unavailable' });
    expect(attempts()).toBe(1);
  });

  it('waits as long as it is told, also before making something', async () => {
    const { ask, attempts, waitedMs } = await service([status(429, { 'retry-after': '7' }), status(200)]);
    expect((await ask('POST')).status).toBe(200);
    expect([attempts(), waitedMs()]).toEqual([2, 7000]);
  });

  it('waits longer each time when it is not told how long', async () => {
    const { ask, waitedMs } = await service([status(429)]);
    await expect(ask()).rejects.toThrow(/it answered 429/);
    // 1 + 2 + 4 + 8 + 16 s, a quarter more or less.
    expect(waitedMs()).toBeGreaterThanOrEqual(31_000 * 0.75);
    expect(waitedMs()).toBeLessThanOrEqual(31_000 * 1.25);
  });

  it('leaves a service alone that asks for more than two minutes', async () => {
    const { ask, attempts } = await service([status(429, { 'retry-after': '3600' })]);
    await expect(ask()).rejects.toMatchObject({ code: 'unavailable' });
    expect(attempts()).toBe(1);
  });

  it('hands refusals to the caller', async () => {
    const { ask, attempts } = await service([status(404)]);
    expect((await ask()).status).toBe(404);
    expect(attempts()).toBe(1);
  });
});

describe('makePace', () => {
  it('lets a burst through, then so many a second', async () => {
    const clock = fakeClock();
    const begin = clock.now();
    const pace = makePace(clock, 2, 3);
    const times: number[] = [];
    for (let call = 0; call < 7; call++) {
      await pace();
      times.push(clock.now() - begin);
    }
    expect(times).toEqual([0, 0, 0, 500, 1000, 1500, 2000]);
  });
});
