import { Transform } from 'node:stream';
import { decode, encode } from 'vlq';

/**
 * Lists of numbers in the text that PostgreSQL copies, packed: `{47.6,51.19,49.56}` becomes `~wpJuWnK`, the Base64 VLQ
 * (https://tc39.es/ecma426/#sec-base64-vlq) of the first in hundredths and then of each difference to the one before. Prices take
 * a third less so, after compression. A list that does not come out again letter for letter stays as it is: what has more
 * decimals, or none for an interval.
 */
const mark = '~';

/** Packs the lists in some columns, counted from 0. What goes in is read in lines, each of a row. */
export const packing = (columns: readonly number[]): Transform => eachField(columns, pack);

/** What {@link packing} made, as it was before. */
export const unpacking = (columns: readonly number[]): Transform => eachField(columns, unpack);

export function pack(list: string): string {
  if (!list.startsWith('{')) return list;
  const differences: number[] = [];
  let before = 0;
  for (const number of list.slice(1, -1).split(',')) {
    const hundredths = Math.round(Number(number) * 100);
    differences.push(hundredths - before);
    before = hundredths;
  }
  const packed = mark + encode(differences);
  return unpack(packed) === list ? packed : list;
}

export function unpack(field: string): string {
  if (!field.startsWith(mark)) return field;
  let hundredths = 0;
  const numbers = decode(field.slice(1)).map((difference) => {
    hundredths += difference;
    return hundredths / 100;
  });
  return `{${numbers.join(',')}}`;
}

function eachField(columns: readonly number[], change: (field: string) => string): Transform {
  let rest: Buffer = Buffer.alloc(0);
  const changed = (lines: Buffer): string =>
    lines
      .toString()
      .split('\n')
      .map((line) => changedLine(line, columns, change))
      .join('\n');
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const all = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      const end = all.lastIndexOf(10) + 1;
      rest = all.subarray(end);
      done(null, end > 0 ? changed(all.subarray(0, end)) : undefined);
    },
    flush(done) {
      done(null, changed(rest));
    },
  });
}

/** Neither a tab nor the end of a line is in a field: PostgreSQL writes `\t` and `\n` for those. */
function changedLine(line: string, columns: readonly number[], change: (field: string) => string): string {
  if (line === '') return line;
  const fields = line.split('\t');
  for (const column of columns) fields[column] = change(fields[column] ?? '');
  return fields.join('\t');
}
