import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { attack } from './generator.ts';
import { duringDeploy, knee, slowClients, smoke, soak, spike, whatGave } from './phases.ts';
import { slopePerHour, type Vitals } from './vitals.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const calm: Vitals = { loopLag: 0.001, heapMb: 50, residentMb: 120, openFiles: 30, waitingForPool: 0 };

/** A server that bears so many requests a second, and answers the others late; or turns them away before all callers wait. */
async function serverOf(perSecond: number, isPolite = false) {
  let freeAt = 0;
  const server = createServer((_request, response) => {
    const now = performance.now();
    freeAt = Math.max(now, freeAt) + 1000 / perSecond;
    if (isPolite && freeAt - now > 40) {
      freeAt -= 1000 / perSecond;
      response.writeHead(503).end();
    } else setTimeout(() => response.end('ok'), Math.min(2_000, freeAt - now));
  });
  return { url: await listening(server), paths: ['/a', '/b'], vitals: async () => calm, stepSeconds: 2 };
}

describe('load', () => {
  it('goes to this machine and to no other', async () => {
    await expect(attack('https://example.org', ['/'], 1, 1)).rejects.toThrow(/not on this machine/);
  });

  it('finds where a server bends', async () => {
    const found = await knee(await serverOf(1_500));
    expect([500, 1000]).toContain(found.rate);
    expect(found.evidence).toMatch(/bends at (1000|2000)/);
    expect(found.failures).toEqual([]);
  }, 60_000);

  it('sees a server that turns callers away, which is no failure beyond what it bears', async () => {
    const target = await serverOf(600, true);
    const found = await knee(target);
    expect(found.evidence).toContain('turned away, as meant');
    expect(found.failures).toEqual([]);
    // How soon it is as before hangs on what else this machine does.
    expect((await spike(target, 400)).failures.join()).not.toMatch(/errors of the server|without an answer/);
    expect((await smoke({ ...target, stepSeconds: 1 })).failures).toEqual([]);
  }, 60_000);

  it('fails where a server breaks, and where there is none', async () => {
    const broken = createServer((_request, response) => response.writeHead(500).end());
    const target = { paths: ['/a', '/b'], vitals: async () => calm, stepSeconds: 1 };
    const url = await listening(broken);
    expect((await smoke({ ...target, url })).failures.join()).toMatch(/errors of the server/);
    broken.closeAllConnections();
    broken.close();
    expect((await smoke({ ...target, url })).failures.join()).toMatch(/requests without an answer/);
  }, 60_000);

  it('does not mind callers that never end their request', async () => {
    const target = await serverOf(100_000);
    expect((await slowClients({ ...target, stepSeconds: 1 })).failures).toEqual([]);
  }, 60_000);

  it('sees who is refused while something is deployed, and that nobody is', async () => {
    let isAway = false;
    const server = createServer((_request, response) => (isAway ? response.destroy() : response.end('ok')));
    const url = await listening(server);
    const smooth = await duringDeploy({ url, deploy: () => sleep(500) });
    expect(smooth.failures).toEqual([]);
    expect(smooth.evidence).toMatch(/^\d{2,} requests in \d s .* 0 failed$/);
    const deploy = async () => {
      isAway = true;
      await sleep(200);
      isAway = false;
    };
    const rough = await duringDeploy({ url, deploy });
    expect(rough.failures.join()).toMatch(/^\d+ requests failed, the first .*\/api\/v1/);
    const fails = duringDeploy({ url, deploy: () => Promise.reject(new Error('no disk')) });
    await expect(fails).rejects.toThrow('no disk');
  }, 60_000);

  it('tells of what grows', async () => {
    let files = 30;
    const target = { ...(await serverOf(100_000)), vitals: async () => ({ ...calm, openFiles: files++ }) };
    expect((await soak(target, 40, 3)).evidence).toMatch(/0 MB of heap and 3\d{3} files an hour/);
  }, 60_000);
});

describe('what a slope and what a shortage is', () => {
  it('is by least squares, an hour', () => {
    expect(slopePerHour([0, 1, 2], [5, 6, 7])).toBeCloseTo(3600);
    expect(slopePerHour([0, 1, 2], [5, 5, 5])).toBe(0);
    expect(slopePerHour([3], [5])).toBe(0);
  });

  it.each([
    [{ waitingForPool: 4 }, 'wait for PostgreSQL'],
    [{ loopLag: 0.2 }, 'the event loop is late by 200 ms'],
    [{}, 'answers wait their turn'],
  ])('is told from %j', (change, words) => {
    const seen = { asked: 1, answered: 1, p50: 1, p99: 1, failed: 0, turnedAway: 0, broken: 0 };
    expect(whatGave(seen, { ...calm, ...change })).toContain(words);
  });
});
