import { readFileSync } from 'node:fs';
import { type Contract, contractOf, type OpenApi } from '../http/contract.ts';

let loaded: Contract | undefined;

/** The operations that the emulator serves, cut out of GitHub's published specification by `extract.mjs`. */
export function githubContract(): Contract {
  const file = new URL('generated/openapi.json', import.meta.url);
  loaded ??= contractOf(JSON.parse(readFileSync(file, 'utf8')) as OpenApi);
  return loaded;
}
