import { type Duplex, pipeline, Readable } from 'node:stream';
import { constants, createBrotliCompress, createBrotliDecompress } from 'node:zlib';
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';

/**
 * What lies in a backup: compressed (Brotli, which every Node has), then encrypted by age (https://age-encryption.org), so
 * that `age --decrypt -i key file | brotli -d` opens it without us. age authenticates every 64 KiB: a byte that was
 * turned, and an end that is missing, are refused.
 */

/** From five on Brotli makes good use of how rarely some letters come; more costs far more time than it saves space. */
const quality = 5;

/** Thrown when a file does not open: another key, or damage. */
export class SealError extends Error {
  override name = 'SealError';
}

/** @param key age identity, `AGE-SECRET-KEY-1…`; what is sealed opens with it and nothing else */
export async function seal(plain: Readable, key: string): Promise<Readable> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(key));
  const compress = createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
  return fromWeb(await encrypter.encrypt(toWeb(through(plain, compress))));
}

/** What was sealed with one of the keys. Reading it throws a SealError, at whatever place it is damaged. */
export function open(sealed: Readable, keys: readonly string[], name: string): Readable {
  return Readable.from(opened(sealed, keys, name));
}

async function* opened(sealed: Readable, keys: readonly string[], name: string): AsyncGenerator<Buffer> {
  try {
    const decrypter = new Decrypter();
    for (const key of keys) decrypter.addIdentity(key);
    const compressed = fromWeb(await decrypter.decrypt(toWeb(sealed)));
    yield* through(compressed, createBrotliDecompress());
  } catch (error) {
    const { message } = error as Error;
    throw new SealError(`${name} does not open: ${message}. It is damaged, or BACKUP_KEY is another one.`);
  }
}

/** What fails in one of the two fails for who reads. */
export const through = (from: Readable, way: Duplex): Readable => pipeline(from, way, () => {});

// Node's types and the browser's name the same streams.
const toWeb = (stream: Readable) => Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array>;
const fromWeb = (stream: ReadableStream<Uint8Array>) =>
  Readable.fromWeb(stream as unknown as Parameters<typeof Readable.fromWeb>[0]);
