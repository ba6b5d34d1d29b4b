import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityOf } from './place.ts';
import { open, SealError, seal } from './sealed.ts';

const key = identityOf(Buffer.alloc(32, 7).toString('base64'));
const sealed = async (plain: Buffer) => buffer(await seal(Readable.from([plain]), key));
const opened = async (bytes: Buffer, with_ = key) =>
  buffer(open(Readable.from([bytes]), [with_], 'the file'));

describe('what is sealed', () => {
  it('opens as it was, however long', async () => {
    for (const length of [0, 1, 65_536, 300_000]) {
      const plain = randomBytes(length);
      expect((await opened(await sealed(plain))).equals(plain)).toBe(true);
    }
  });

  it('shows nothing of what it is, and is small', async () => {
    const plain = Buffer.from('2026-11-27\tSE3\t42.17\n'.repeat(10_000));
    const bytes = await sealed(plain);
    expect(bytes.includes('SE3')).toBe(false);
    expect(bytes.length).toBeLessThan(plain.length / 10);
  });

  it('is refused with another key', async () => {
    const other = identityOf(randomBytes(32).toString('base64'));
    await expect(opened(await sealed(Buffer.from('prices')), other)).rejects.toThrow(SealError);
  });

  it('opens with the key that was in use before', async () => {
    const plain = randomBytes(100);
    const other = identityOf(randomBytes(32).toString('base64'));
    const bytes = await sealed(plain);
    expect((await buffer(open(Readable.from([bytes]), [other, key], 'the file'))).equals(plain)).toBe(true);
  });

  it('is refused with any byte turned', async () => {
    const bytes = await sealed(randomBytes(100_000));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const turned = Buffer.from(bytes);
        turned[at] = (turned[at] as number) ^ change;
        await expect(opened(turned)).rejects.toThrow(SealError);
      }),
      { numRuns: 60 },
    );
  });

  it('is refused when its end is missing, wherever', async () => {
    const bytes = await sealed(randomBytes(200_000));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
        await expect(opened(bytes.subarray(0, length))).rejects.toThrow(SealError);
      }),
      { numRuns: 60 },
    );
  });
});
