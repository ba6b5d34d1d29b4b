/**
 * Has the browser read which languages it can write numbers and dates in, which happens when that is first asked of it and
 * takes a slow phone a tenth of a second: while the page waits for the network, nobody waits for that.
 */
export function readTables(): void {
  Intl.NumberFormat.supportedLocalesOf('en');
}
