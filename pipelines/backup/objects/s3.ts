import { Readable } from 'node:stream';
import { S3Client } from '@bradenmacdonald/s3-lite-client';
import { UsageError } from '../../kit/options.ts';
import type { Objects } from './objects.ts';

/** Where a bucket is, as `BACKUP_TO` says it. */
export interface Bucket {
  name: string;
  /** Before every path; empty for none. */
  prefix: string;
  endpoint: string;
  region: string;
}

export interface Credentials {
  accessKeyId: string | undefined;
  secretAccessKey: string | undefined;
}

/** Held in memory while a part is sent; the least that S3 takes is 5 MB. */
const partBytes = 8 * 2 ** 20;

/**
 * Reads `s3://<bucket>[/<prefix>][?region=<region>][&endpoint=<url>]`: at Amazon where no endpoint is named.
 *
 * @throws UsageError when it is something else
 */
export function bucketAt(address: string): Bucket {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== 's3:' || !url.hostname)
    throw new UsageError(
      `${address} is no bucket. Write s3://<bucket>/<prefix>?region=<region>, with &endpoint=<url> where it is not Amazon's.`,
    );
  const region = url.searchParams.get('region') ?? 'us-east-1';
  const endpoint = url.searchParams.get('endpoint') ?? `https://s3.${region}.amazonaws.com`;
  if (!URL.canParse(endpoint)) throw new UsageError(`The endpoint ${endpoint} of ${url.hostname} is no URL.`);
  return { name: url.hostname, prefix: url.pathname.replace(/^\/+|\/+$/g, ''), endpoint, region };
}

/**
 * Files in a bucket that speaks S3: Amazon's, Cloudflare R2, Backblaze B2, MinIO and others. What is not sent whole is
 * not there.
 *
 * @throws UsageError when the credentials are missing
 */
export function s3Objects(bucket: Bucket, { accessKeyId, secretAccessKey }: Credentials): Objects {
  if (!accessKeyId || !secretAccessKey)
    throw new UsageError(
      `The bucket ${bucket.name} needs credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
    );
  const client = new S3Client({
    endPoint: bucket.endpoint,
    region: bucket.region,
    bucket: bucket.name,
    accessKey: accessKeyId,
    secretKey: secretAccessKey,
    pathStyle: true,
  });
  const keyOf = (path: string): string => [bucket.prefix, path].filter(Boolean).join('/');
  const explained = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: Error) => {
      throw new S3Error(`The bucket ${bucket.name} at ${bucket.endpoint} said: ${error.message}`);
    });
  return {
    placeOf: (path) => `s3://${bucket.name}/${keyOf(path)}`,
    list: (prefix) =>
      explained(
        (async () => {
          const paths: string[] = [];
          for await (const { key } of client.listObjects({ prefix: keyOf(prefix) }))
            paths.push(bucket.prefix ? key.slice(bucket.prefix.length + 1) : key);
          return paths.sort();
        })(),
      ),
    async write(path, content) {
      const body = Readable.toWeb(content) as unknown as ReadableStream<Uint8Array>;
      await explained(client.putObject(keyOf(path), body, { partSize: partBytes }));
    },
    read: (path) => Readable.from(contentOf(() => explained(client.getObject(keyOf(path))))),
    async remove(paths) {
      for (const path of paths) await explained(client.deleteObject(keyOf(path)));
    },
  };
}

/** What a bucket refused; its message names the bucket, never a credential. */
export class S3Error extends Error {
  override name = 'S3Error';
}

async function* contentOf(get: () => Promise<Response>): AsyncGenerator<Uint8Array> {
  const { body } = await get();
  if (body) yield* body as unknown as AsyncIterable<Uint8Array>;
}
