/** The package has types, but its `exports` do not name them. */
declare module 'vlq' {
  export function encode(numbers: number[]): string;
  /** @throws Error at a letter that is none of Base64 */
  export function decode(text: string): number[];
}
