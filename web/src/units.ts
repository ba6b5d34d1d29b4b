/** Prices come in currency per MWh and are shown in the small unit per kWh. */
const smallUnits: Record<string, string> = {
  EUR: 'ct/kWh',
  GBP: 'p/kWh',
  SEK: 'öre/kWh',
  NOK: 'øre/kWh',
  DKK: 'øre/kWh',
  CHF: 'Rp./kWh',
};

/** "ct/kWh" for EUR. */
export const unitOf = (currency: string): string => smallUnits[currency] ?? `${currency}/100 per kWh`;

/** 123.4 EUR/MWh → 12.34 ct/kWh. */
export const toSmallUnit = (perMwh: number): number => perMwh / 10;
