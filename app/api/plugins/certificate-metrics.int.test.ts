import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTlsServer, type TlsServer } from '../testing/tls-server.ts';
import { registerCertificates } from './certificate-metrics.ts';

let server: TlsServer;
beforeAll(async () => {
  server = await startTlsServer(9);
});
afterAll(() => server.close());

describe('certificates', () => {
  it('are looked at behind the back of the first scrape; a host that is not there has no value', async () => {
    const registry = new Registry();
    const { address } = server;
    const unreachable: string[] = [];
    const warn = ({ host }: { host: string }): void => void unreachable.push(host);
    registerCertificates(registry, `${address}, 127.0.0.1:1`, { warn } as never);
    const name = 'tls_certificate_expiry_timestamp_seconds';
    const value = async (): Promise<number> => {
      const text = await registry.metrics();
      return Number(text.match(new RegExp(`^${name}{host="${address}"} (.*)$`, 'm'))?.[1]);
    };
    const days = async (): Promise<number> => ((await value()) - Date.now() / 1000) / 86_400;
    await expect.poll(days, { timeout: 30_000 }).toBeCloseTo(9, 1);
    await expect.poll(() => unreachable, { timeout: 30_000 }).toEqual(['127.0.0.1:1']);
    expect(await registry.metrics()).not.toContain('127.0.0.1:1"');
  });

  it('are no metric where no host is watched', async () => {
    const registry = new Registry();
    registerCertificates(registry, undefined, {} as never);
    expect(await registry.metrics()).toBe('\n');
  });
});
