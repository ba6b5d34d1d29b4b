import type { Readable } from 'node:stream';

/** Somewhere that files are kept, by their path: a folder of this machine, or a bucket that speaks S3. */
export interface Objects {
  /** Where a path is, for people. */
  placeOf(path: string): string;
  /** Every path that begins with a prefix. */
  list(prefix: string): Promise<string[]>;
  /** Stores a file whole or not at all; it is there to stay when this returns. */
  write(path: string, content: Readable): Promise<void>;
  /** Reading it throws when there is no such file. */
  read(path: string): Readable;
  /** Deletes files; one that is not there is none the less gone. */
  remove(paths: readonly string[]): Promise<void>;
}
