import { locale } from './texts/translation.ts';
import { toSmallUnit } from './units.ts';

/** How numbers are shown. */
const formats = new Map<string, Intl.NumberFormat>();

/** "12.3" for 123.4 EUR/MWh, in the reader's way to write numbers, with a true minus sign. */
export function formatPrice(perMwh: number, digits = 1, inLocale = locale): string {
  const key = `${inLocale} ${digits}`;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const format = formats.get(key) ?? new Intl.NumberFormat(inLocale, options);
  formats.set(key, format);
  const value = toSmallUnit(perMwh);
  // Nothing is "-0.0".
  const isNothing = Math.abs(value) < 0.5 / 10 ** digits;
  return format.format(isNothing ? 0 : value).replace('-', '−');
}

/** "12.3" of a number that is in the small unit already. */
export const formatSmall = (value: number, digits = 1): string => formatPrice(value * 10, digits);

/** "€0.32" or "0,32 €", as the reader writes money. */
export function formatMoney(value: number, currency: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return format.format(Math.abs(value) < 0.005 ? 0 : value).replace('-', '−');
}

/** "38 %". */
export const formatPercent = (share: number): string => `${Math.round(share * 100)} %`;
