/** The minor unit that households of a currency read prices in; all are a hundredth. */
const minorUnits: Readonly<Record<string, string>> = {
  EUR: 'ct',
  SEK: 'öre',
  NOK: 'øre',
  DKK: 'øre',
  GBP: 'p',
  PLN: 'gr',
  CZK: 'h',
  CHF: 'Rp',
  RON: 'ban',
  HUF: 'f',
};

/** The unit that prices of a tariff are shown in: `ct/kWh`, `öre/kWh`, `p/kWh`; else a hundredth by its code. */
export function consumerUnit(currency: string): string {
  return `${minorUnits[currency] ?? `${currency}/100`}/kWh`;
}

/** Minor units per kWh of a price in major units per MWh: 100 EUR/MWh are 10 ct/kWh. */
export const perKwhOf = (perMwh: number): number => perMwh / 10;
