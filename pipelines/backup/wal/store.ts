import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import type { Objects } from '../objects/objects.ts';
import type { Keys } from '../place.ts';
import { open, SealError, seal } from '../sealed.ts';
import { parseLsn, parseSortableLsn, sortableLsn } from './lsn.ts';

/** A copy of all files of a server, which the log since its start makes whole. */
export interface Base {
  format: typeof format;
  /** Name of the stack; it goes into no other. */
  stack: string;
  /** The identifier that the server was given when it was made, and the timeline that it is on. */
  server: string;
  /** Major version of PostgreSQL: no other reads the files. */
  postgres: number;
  timeline: number;
  /** Log from here on is needed, at least until `end`. */
  start: string;
  end: string;
  /** ISO instant at which it was finished: no earlier one can be had from it. */
  takenAt: string;
  segmentBytes: number;
}

export const format = 1;

/** A stretch of the log. */
export interface Stretch {
  path: string;
  start: bigint;
  end: bigint;
  /** Unix milliseconds; everything that was committed until then is in it, or in one before. */
  untilMs: number;
}

/** The files of one server, as listed. */
export interface Archived {
  server: string;
  /** Starts of finished bases, ascending. */
  bases: bigint[];
  /** Starts of bases whose taking was ended half-way. */
  unfinished: bigint[];
  /** Ascending. */
  stretches: Stretch[];
}

/** Bases and log of one stack: `<stack>/wal/<server>/base-<start>.tar.br.age` and `log-<start>-<end>-<until>.br.age`. */
export class WalStore {
  readonly #objects: Objects;
  readonly #keys: Keys;
  readonly stack: string;

  constructor(objects: Objects, keys: Keys, stack: string) {
    this.#objects = objects;
    this.#keys = keys;
    this.stack = stack;
  }

  /** Every server that the stack had, in no order. */
  async list(): Promise<Archived[]> {
    const found = new Map<string, Archived>();
    for (const path of await this.#objects.list(`${this.stack}/wal/`)) {
      const [, , server = '', name = ''] = path.split('/');
      const its = found.get(server) ?? { server, bases: [], unfinished: [], stretches: [] };
      found.set(server, its);
      const [, base, part] = /^base-([0-9a-f]{16})\.(json|tar)\.br\.age$/.exec(name) ?? [];
      if (base && part === 'json') its.bases.push(parseSortableLsn(base));
      // The facts of a base are listed before its archive.
      else if (base && its.bases.at(-1) !== parseSortableLsn(base))
        its.unfinished.push(parseSortableLsn(base));
      const stretch = stretchOf(path, name);
      if (stretch) its.stretches.push(stretch);
    }
    return [...found.values()];
  }

  async writeBase(server: string, start: bigint, tar: Readable): Promise<void> {
    await this.#write(this.#basePath(server, start, 'tar'), tar);
  }

  /** Last of a base's files: what has none was not finished, and is never listed. */
  async writeBaseFacts(base: Base): Promise<void> {
    const text = Readable.from([Buffer.from(JSON.stringify(base))]);
    await this.#write(this.#basePath(base.server, parseLsn(base.start), 'json'), text);
  }

  /** @throws SealError when it does not open, or is not that of this stack */
  async readBaseFacts(server: string, start: bigint): Promise<Base> {
    const path = this.#basePath(server, start, 'json');
    const base = (await json(this.read(path))) as Base;
    const place = this.#objects.placeOf(path);
    if (base.format !== format)
      throw new SealError(`${place} has the format ${base.format}; this release reads ${format}.`);
    if (base.stack !== this.stack || base.server !== server)
      throw new SealError(
        `${place} is of the stack ${base.stack} (${base.server}), not of ${this.stack} (${server}).`,
      );
    return base;
  }

  readBase(server: string, start: bigint): Readable {
    return this.read(this.#basePath(server, start, 'tar'));
  }

  async writeStretch(server: string, { start, end, untilMs }: Omit<Stretch, 'path'>, log: Readable) {
    const name = `log-${sortableLsn(start)}-${sortableLsn(end)}-${untilMs}.br.age`;
    await this.#write(`${this.stack}/wal/${server}/${name}`, log);
  }

  /** What a file holds; reading throws a SealError where it is damaged. */
  read(path: string): Readable {
    return open(this.#objects.read(path), this.#keys, this.#objects.placeOf(path));
  }

  /** Deletes bases, of each first what makes it one, and stretches. */
  async remove(server: string, bases: readonly bigint[], stretches: readonly Stretch[]): Promise<void> {
    const parts = bases.flatMap((start) =>
      ['json', 'tar'].map((part) => this.#basePath(server, start, part)),
    );
    await this.#objects.remove([...parts, ...stretches.map(({ path }) => path)]);
  }

  async #write(path: string, plain: Readable): Promise<void> {
    await this.#objects.write(path, await seal(plain, this.#keys[0]));
  }

  #basePath(server: string, start: bigint, part: string): string {
    return `${this.stack}/wal/${server}/base-${sortableLsn(start)}.${part}.br.age`;
  }
}

function stretchOf(path: string, name: string): Stretch | undefined {
  const [, start, end, until] = /^log-([0-9a-f]{16})-([0-9a-f]{16})-(\d+)\.br\.age$/.exec(name) ?? [];
  if (!start || !end || !until) return undefined;
  return { path, start: parseSortableLsn(start), end: parseSortableLsn(end), untilMs: Number(until) };
}
