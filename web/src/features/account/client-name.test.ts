import { describe, expect, it } from 'vitest';
import { clientName } from './client-name.ts';

const gecko = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('clientName', () => {
  it.each([
    [`Mozilla/5.0 (X11; Linux x86_64) ${gecko} Chrome/139.0.0.0 Safari/537.36`, 'Chrome on Linux'],
    [`Mozilla/5.0 (Windows NT 10.0) ${gecko} Chrome/139.0.0.0 Safari/537.36 Edg/139.0`, 'Edge on Windows'],
    ['Mozilla/5.0 (Android 15; Mobile; rv:142.0) Gecko/142.0 Firefox/142.0', 'Firefox on Android'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Safari/604.1', 'Safari on iPhone'],
    ['Mozilla/5.0 (Unheard Of)', 'Mozilla/5.0 (Unheard Of)'],
    ['curl/8.5.0', 'curl/8.5.0'],
    ['', ''],
  ])('of %s is %s', (client, name) => expect(clientName(client)).toBe(name));
});
