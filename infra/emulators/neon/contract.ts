import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from 'yaml';
import { type Contract, contractOf, type OpenApi } from '../http/contract.ts';

let loaded: Contract | undefined;

/** Neon's published specification, which its npm package carries. Parsed once, in about a second. */
export function neonContract(): Contract {
  loaded ??= contractOf(parse(readFileSync(specification(), 'utf8'), { maxAliasCount: -1 }) as OpenApi);
  return loaded;
}

function specification(): string {
  const require = createRequire(import.meta.url);
  return require
    .resolve('@neondatabase/api-client/package.json')
    .replace(/package\.json$/, 'public-v2-for-users.gen.yaml');
}
