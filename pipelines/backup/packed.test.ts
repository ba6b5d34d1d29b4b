import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack, packing, unpack, unpacking } from './packed.ts';

describe('a list of numbers', () => {
  it('is packed as its differences in hundredths', () => {
    expect(pack('{47.6,51.19,49.56}')).toBe('~wpJuWnK');
    expect(pack('{-0.01,0,100}')).toMatch(/^~/);
  });

  it.each([
    '{1.234}',
    '{47.6,NULL,49.56}',
    '{NaN}',
    '{Infinity}',
    '{1e+20}',
    '{-0}',
    '{99999999}',
    '{}',
    '{{1,2},{3,4}}',
    '\\N',
  ])('stays as it is where it would not come out again: %s', (list) => expect(pack(list)).toBe(list));

  it('comes out as it went in, whatever it is', () => {
    const hundredths = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1 });
    fc.assert(
      fc.property(hundredths, (numbers) => {
        const list = `{${numbers.map((number) => number / 100).join(',')}}`;
        const packed = pack(list);
        expect(packed.startsWith('~')).toBe(true);
        expect(unpack(packed)).toBe(list);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.float()), (numbers) => {
        const list = `{${numbers.join(',')}}`;
        expect(unpack(pack(list))).toBe(list);
      }),
    );
  });
});

describe('a table', () => {
  const rows = '1\t{1.5,2}\tgrün {1,2}\n2\t\\N\t~AA\n3\t{3,4.25}\tx\n';
  const inPieces = (content: string, size: number): Readable => {
    const bytes = Buffer.from(content);
    const count = Math.ceil(bytes.length / size);
    return Readable.from(Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size)));
  };

  it.each([1, 7, 1_000])(
    'comes out as it went in, read by %i bytes, and has one column packed',
    async (size) => {
      const packed = await text(inPieces(rows, size).pipe(packing([1])));
      expect(packed).toBe(`1\t${pack('{1.5,2}')}\tgrün {1,2}\n2\t\\N\t~AA\n3\t${pack('{3,4.25}')}\tx\n`);
      expect(await text(inPieces(packed, size).pipe(unpacking([1])))).toBe(rows);
    },
  );

  it('of a backup that has no packed column comes out as it lies there', async () => {
    expect(await text(inPieces(rows, 5).pipe(unpacking([])))).toBe(rows);
  });

  it('may be empty', async () => {
    expect(await text(inPieces('', 1).pipe(packing([1])))).toBe('');
  });
});
