import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What Alertmanager posts (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config), as far as it is read. */
interface Notification {
  alerts: { status: 'firing' | 'resolved'; labels: Record<string, string> }[];
}

export interface Told {
  alert: string;
  status: 'firing' | 'resolved';
  atMs: number;
}

/** Somebody who is told of alerts by webhook, and who is called by the dead man's switch. */
export interface Receiver {
  webhookUrl: string;
  deadMansSwitchUrl: string;
  told: readonly Told[];
  /** When the dead man's switch called last, Unix milliseconds. */
  calledAtMs(): number;
  /** Whether calls of the dead man's switch are answered 403, which Alertmanager does not try again. */
  refuseCalls(refuse: boolean): void;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const told: Told[] = [];
  let calledAtMs = 0;
  let isRefusing = false;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const isCall = request.url === '/called';
    if (isCall) calledAtMs = Date.now();
    else for (const entry of alertsIn(chunks)) told.push({ ...entry, atMs: Date.now() });
    response.writeHead(isCall && isRefusing ? 403 : 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    webhookUrl: `${base}/alerts`,
    deadMansSwitchUrl: `${base}/called`,
    told,
    calledAtMs: () => calledAtMs,
    refuseCalls: (refuse) => {
      isRefusing = refuse;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function alertsIn(body: readonly Buffer[]): Omit<Told, 'atMs'>[] {
  const { alerts } = JSON.parse(Buffer.concat(body).toString('utf8')) as Notification;
  return alerts.map(({ status, labels }) => ({ alert: labels.alertname ?? '', status }));
}
