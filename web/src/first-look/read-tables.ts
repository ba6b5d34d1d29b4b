/**
 * Has the browser read its tables of numbers, dates and time zones, which happens when they are first used and takes a
 * slow phone a tenth of a second: while the page waits for the network, nobody waits for that.
 */
export function readTables(): void {
  new Intl.NumberFormat().format(0);
  const clock = {
    timeZone: 'Europe/Stockholm',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  new Intl.DateTimeFormat(undefined, clock).format(0);
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Stockholm' }).format(0);
}
