import { toSmallUnit } from '../units.ts';

/** The mark before the decimals, where it is known without the tables of the browser. */
const decimalMarks: Readonly<Record<string, string>> = {
  en: '.',
  'en-GB': '.',
  'en-US': '.',
  de: ',',
  'de-AT': ',',
  'de-DE': ',',
  fr: ',',
  'fr-BE': ',',
  'fr-FR': ',',
  sv: ',',
  'sv-FI': ',',
  'sv-SE': ',',
};

/**
 * "12.3" for 123.4 EUR/MWh, as `formatPrice` has it. Browsers read their tables of numbers when these are first used,
 * which takes a tenth of a second on a phone: for a reader of a language named above nobody has to wait for that.
 *
 * @param language tag of the reader's language
 */
export function priceText(perMwh: number, language: string): string {
  const value = toSmallUnit(perMwh);
  const size = Math.abs(value);
  const mark = size < 999 ? decimalMarks[language] : undefined;
  const text =
    mark === undefined
      ? size.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
      : (Math.round(size * 10) / 10).toFixed(1).replace('.', mark);
  return value <= -0.05 ? `−${text}` : text;
}
