import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { Gauge, type Registry } from 'prom-client';
import { metrics as names } from '../../contract/metrics.ts';
import type { Log } from '../context.ts';

const lookEveryMs = 3_600_000;
const timeoutMs = 5_000;

/**
 * Looks once an hour, behind the back of a scrape, when the certificates of public hosts end. A host that does not
 * answer keeps its last value: that it is down is for others to tell.
 *
 * @param hosts comma-separated, `host` or `host:port` (443 when left out)
 */
export function registerCertificates(registry: Registry, hosts: string | undefined, log: Log): void {
  const watched = (hosts ?? '').split(',').flatMap((host) => host.trim() || []);
  if (watched.length === 0) return;
  let nextLookMs = 0;
  const look = async (gauge: Gauge<'host'>, host: string): Promise<void> => {
    try {
      gauge.set({ host }, await certificateEnd(host));
    } catch (error) {
      log.warn({ err: error, host }, 'a certificate could not be looked at');
    }
  };
  new Gauge({
    name: names.certificateExpiry,
    help: 'Unix seconds at which the certificate of a public host ends',
    labelNames: ['host'],
    registers: [registry],
    collect() {
      const now = performance.now();
      if (now < nextLookMs) return;
      nextLookMs = now + lookEveryMs;
      for (const host of watched) void look(this, host);
    },
  });
}

/** Unix seconds at which the certificate that a host shows ends, valid or not. */
async function certificateEnd(address: string): Promise<number> {
  const { hostname, port } = new URL(`https://${address}`);
  const servername = isIP(hostname) ? '' : hostname;
  // An expired certificate is what this is for, so it must not end the handshake.
  const socket = connect({
    host: hostname,
    port: Number(port || 443),
    servername,
    rejectUnauthorized: false,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('secureConnect', resolve).once('error', reject);
      socket.setTimeout(timeoutMs, () => reject(new Error(`No answer within ${timeoutMs} ms.`)));
    });
    return Date.parse(socket.getPeerCertificate().valid_to) / 1000;
  } finally {
    socket.destroy();
  }
}
