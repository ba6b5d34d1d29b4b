import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type SecureContextOptions } from 'node:tls';

/** A server on loopback with a certificate that nobody signed. */
export interface TlsServer {
  /** host:port */
  address: string;
  /** @param days until the certificate ends that it shows from now on */
  renew(days: number): void;
  close(): Promise<void>;
}

/** @param days until its certificate ends */
export async function startTlsServer(days: number): Promise<TlsServer> {
  const server = createServer(certificateFor(days));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    renew: (left) => server.setSecureContext(certificateFor(left)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function certificateFor(days: number): SecureContextOptions {
  const folder = mkdtempSync(join(tmpdir(), 'eo-certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost'];
  execFileSync('openssl', [...request, '-days', String(days), '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  });
  const read = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return read;
}
