import { expect, it } from 'vitest';
import { languageOf } from './language.ts';

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['sv', 'sv'],
  ['de-AT, en;q=0.9', 'de'],
  ['nl, fr-CA;q=0.7, de;q=0.3', 'fr'],
  ['en;q=0.2, SV-se;q=0.8', 'sv'],
  ['de;q=0, fr;q=0.1', 'fr'],
  ['fi, et', 'en'],
  ['de;q=nonsense, ;;;,,', 'en'],
])('of %j is %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});
