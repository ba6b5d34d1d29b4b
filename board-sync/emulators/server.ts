import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as it reached an emulator. */
export interface EmulatedCall {
  method: string;
  /** Path with query. */
  path: string;
  headers: Readonly<Record<string, string | undefined>>;
  /** The JSON body; undefined when there is none. */
  body: unknown;
}

export interface EmulatedAnswer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body: unknown;
}

/** What goes wrong with a call: the connection breaks before or after it was carried out, or another answer is given. */
export type Fault = 'drop' | 'drop-after' | EmulatedAnswer;

/** Decides on each call whether something goes wrong with it. */
export type Faults = (call: EmulatedCall) => Fault | undefined;

/** A vendor on loopback. */
export interface Emulator {
  url: string;
  /** Every call that arrived, oldest first. */
  calls: EmulatedCall[];
  setFaults: (faults: Faults) => void;
  close: () => Promise<void>;
}

/** Serves a vendor's state over HTTP on an ephemeral port. */
export async function startEmulator(
  answer: (call: EmulatedCall) => EmulatedAnswer | Promise<EmulatedAnswer>,
): Promise<Emulator> {
  const calls: EmulatedCall[] = [];
  let faults: Faults = () => undefined;
  const server = createServer(async (request, response) => {
    const call = await callOf(request);
    calls.push(call);
    const fault = faults(call);
    if (fault === 'drop') return void request.socket.destroy();
    const given = typeof fault === 'object' ? fault : await answer(call);
    if (fault === 'drop-after') return void request.socket.destroy();
    response.writeHead(given.status, { 'content-type': 'application/json', ...given.headers });
    response.end(JSON.stringify(given.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    setFaults(next) {
      faults = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function callOf(request: IncomingMessage): Promise<EmulatedCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: request.headers as Record<string, string | undefined>,
    body: text === '' ? undefined : JSON.parse(text),
  };
}
