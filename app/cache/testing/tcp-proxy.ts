import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What the proxy does with connections: passes them on, refuses and cuts them, or swallows every byte. */
export type ProxyMode = 'open' | 'cut' | 'black-hole';

/** A TCP proxy on loopback, to take a dependency away from a process without stopping it. */
export interface TcpProxy {
  port: number;
  /** `cut` also ends the connections there are; leaving `black-hole` ends those that were caught in it. */
  set(mode: ProxyMode): void;
  close(): Promise<void>;
}

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
    pass(client, target);
    pass(target, client);
  });
  const pass = (from: Socket, to: Socket): void => {
    from.on('data', (bytes) => mode === 'open' && to.write(bytes));
    from.on('close', () => to.destroy());
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
