import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What the proxy does with connections: passes them on, refuses and cuts them, swallows every byte, passes each on late,
 * resets a connection that says anything, or passes on a few bytes at a time. The effects are those of Toxiproxy's toxics.
 */
export type ProxyMode = 'open' | 'cut' | 'black-hole' | 'latency' | 'reset' | 'slow-trickle';

/** A TCP proxy on loopback, to take a dependency away from a process without stopping it. */
export interface TcpProxy {
  port: number;
  /** `cut` also ends the connections there are; leaving `black-hole` ends those that were caught in it. */
  set(mode: ProxyMode): void;
  close(): Promise<void>;
}

/** Longer than a dependency is waited for. */
const latencyMs = 2_000;
const trickle = { bytes: 16, everyMs: 100 };

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  let mode: ProxyMode = 'open';
  const sockets = new Set<Socket>();
  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    track(client);
    if (mode === 'cut') return void client.resetAndDestroy();
    const target = connect(targetPort, '127.0.0.1');
    track(target);
    passAll(client, target);
    passAll(target, client);
  });
  /** One direction; the order of what is passed stays. */
  const passAll = (from: Socket, to: Socket): void => {
    let before = Promise.resolve();
    from.on('data', (bytes) => {
      before = before.then(() => pass(bytes, to));
    });
    from.on('close', () => void before.then(() => to.destroy()));
  };
  const pass = async (bytes: Buffer, to: Socket): Promise<void> => {
    if (mode === 'reset') to.resetAndDestroy();
    if (mode === 'black-hole' || to.destroyed) return;
    if (mode === 'latency') await sleep(latencyMs);
    let rest = bytes;
    while (mode === 'slow-trickle' && rest.length > trickle.bytes && !to.destroyed) {
      to.write(rest.subarray(0, trickle.bytes));
      rest = rest.subarray(trickle.bytes);
      await sleep(trickle.everyMs);
    }
    if (!to.destroyed) to.write(rest);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    set(next) {
      if (next === 'cut' || mode === 'black-hole') cut();
      mode = next;
    },
    async close() {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}
