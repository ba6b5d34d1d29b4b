/** In the order in which they are looked for: most browsers also name those that came before them. */
const browsers: [name: string, pattern: RegExp][] = [
  ['Edge', /\bEdg/],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /Chrome\/|\bCriOS\//],
  ['Safari', /\bSafari\//],
];
const systems: [name: string, pattern: RegExp][] = [
  ['Android', /\bAndroid\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
];

/** "Firefox on Windows" for what a browser calls itself; what is no browser's name stays as it is. */
export function clientName(client: string): string {
  const named = (list: typeof browsers): string | undefined =>
    list.find(([, pattern]) => pattern.test(client))?.[0];
  const [browser, system] = [named(browsers), named(systems)];
  if (!client.startsWith('Mozilla/') || !browser) return client;
  return system ? `${browser} on ${system}` : browser;
}
