import type { Zone } from '@eo/app/contract/http.ts';

/** What names of zones are made of beside the names of countries. */
export interface ZoneWords {
  /** "Great Britain". */
  gb: string;
  /** Parts of countries, by their English names. */
  parts: Readonly<Record<string, string>>;
}

/**
 * The name of a zone in a language: countries as the browser names them, parts of them by the words given, and what has
 * no other name, such as a city, as it is.
 */
export function zoneName(
  { id, name }: Pick<Zone, 'id' | 'name'>,
  language: string,
  words: ZoneWords,
): string {
  if (language === 'en') return name;
  if (id.startsWith('GB-')) return `${words.gb}: ${name.split(': ').at(-1)}`;
  const countries = id.split('-').filter((part, index) => index === 0 || part === 'LU');
  const named = countries.map((part) => countryName(part.slice(0, 2), language));
  const inEnglish = countryName((countries[0] as string).slice(0, 2), 'en');
  const rest =
    countries.length === 1 && name.startsWith(`${inEnglish} `) ? name.slice(inEnglish.length + 1) : '';
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(named);
  return [list, words.parts[rest] ?? rest].filter(Boolean).join(' ');
}

/** "Schweden" for SE; a code that names no country stays as it is. */
function countryName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}
