import { type Language, languages } from '../contract/languages.ts';

/**
 * The language that a caller would rather read, of those that the product speaks; English where it names none of them.
 *
 * @param header `Accept-Language`, such as `de-AT, fr;q=0.5` (RFC 9110 §12.5.4)
 */
export function languageOf(header: string | undefined): Language {
  const wanted = (header ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const weight = parameters.find((each) => each.startsWith('q='))?.slice(2);
    return { language: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
  });
  const known = wanted.filter(({ language, weight }) => weight > 0 && isKnown(language));
  const [best] = known.sort((a, b) => b.weight - a.weight);
  return (best?.language as Language | undefined) ?? 'en';
}

const isKnown = (language: string | undefined): boolean =>
  (languages as readonly string[]).includes(language ?? '');
