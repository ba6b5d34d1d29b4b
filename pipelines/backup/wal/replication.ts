import { Readable } from 'node:stream';
import pg from 'pg';

/**
 * A connection that speaks SQL and the replication protocol (https://www.postgresql.org/docs/15/protocol-replication.html).
 * Its role needs nothing but the attribute REPLICATION.
 */
export async function connectForReplication(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client(replicationSettings(databaseUrl));
  // Without a listener, a server that ends would end this process; whoever reads hears of it too.
  client.on('error', () => {});
  await client.connect();
  // It would take a slow store for a client that is gone.
  await client.query('set wal_sender_timeout = 0');
  return client;
}

/** node-postgres passes `replication` on to the server; its types do not know it. */
const replicationSettings = (connectionString: string): pg.ClientConfig & { replication: string } => ({
  connectionString,
  application_name: 'wal-archive',
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
  replication: 'database',
});

/** The part of node-postgres' connection that a command is submitted to. */
interface Connection {
  query(text: string): void;
  stream: { pause(): void; resume(): void };
}

/**
 * A command that answers with messages of the COPY protocol, each as one chunk, and with rows before or after them. To be
 * given to `client.query`, as what pg-copy-streams makes: that one passes over neither rows nor the bounds of messages.
 */
export class CopyCommand extends Readable implements pg.Submittable {
  /** Values of the rows that came, in order. */
  readonly rows: (string | null)[][] = [];
  readonly #text: string;
  #connection: Connection | undefined;

  constructor(text: string) {
    super({ objectMode: true });
    this.#text = text;
  }

  submit(connection: unknown): void {
    this.#connection = connection as Connection;
    this.#connection.query(this.#text);
  }

  override _read(): void {
    this.#connection?.stream.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#connection?.stream.resume();
    done(error);
  }

  handleRowDescription(): void {}

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.rows.push(fields);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // The parser uses its buffer again.
    if (!this.push(Buffer.from(chunk))) this.#connection?.stream.pause();
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.push(null);
  }

  handleError(error: Error): void {
    this.destroy(error);
  }
}
