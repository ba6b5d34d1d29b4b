/**
 * Places in the write-ahead log of PostgreSQL, in bytes since it began (a "log sequence number"):
 * https://www.postgresql.org/docs/15/datatype-pg-lsn.html
 */

/** @param text such as `16/B374D848` */
export function parseLsn(text: string): bigint {
  const [high = '', low = ''] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

/** As PostgreSQL writes it. */
export const formatLsn = (lsn: bigint): string =>
  `${(lsn >> 32n).toString(16)}/${(lsn & 0xffffffffn).toString(16)}`.toUpperCase();

/** So that texts sort as the places do. */
export const sortableLsn = (lsn: bigint): string => lsn.toString(16).padStart(16, '0');

export const parseSortableLsn = (text: string): bigint => BigInt(`0x${text}`);

/** Where the file that holds a place begins; the log is kept in files of one size. */
export const segmentStart = (lsn: bigint, segmentBytes: number): bigint => lsn - (lsn % BigInt(segmentBytes));

/** Name of the file that holds a place: its timeline, then its number in two halves. */
export function segmentName(timeline: number, lsn: bigint, segmentBytes: number): string {
  const perHalf = 0x1_0000_0000n / BigInt(segmentBytes);
  const number = lsn / BigInt(segmentBytes);
  const hex = (value: bigint): string => value.toString(16).toUpperCase().padStart(8, '0');
  return `${hex(BigInt(timeline))}${hex(number / perHalf)}${hex(number % perHalf)}`;
}
