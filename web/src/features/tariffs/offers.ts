import type { CompareBody } from '../../api/client.ts';

/** A contract as it is written down on the page; amounts as they stand on the bill. */
export interface Offer {
  name: string;
  kind: 'dynamic' | 'fixed';
  /** Margin without VAT of a price by the hour, or the whole fixed price with VAT; minor units per kWh. */
  perKwh: number;
  /** Standing charge, major units a month. */
  monthly: number;
}

/** What the page compares. */
export interface Comparison {
  yearlyKwh: number;
  /** kWh by hour of the day from a meter; null for an average household. */
  hourKwh: number[] | null;
  offers: Offer[];
}

export const mostOffers = 8;

/** What a page begins with, for whoever has not written anything down. */
export const usual = (names: Record<Offer['kind'], string>): Comparison => ({
  yearlyKwh: 3_500,
  hourKwh: null,
  offers: [
    { name: names.dynamic, kind: 'dynamic', perKwh: 1.5, monthly: 5 },
    { name: names.fixed, kind: 'fixed', perKwh: 32, monthly: 12 },
  ],
});

/** A fixed price has everything in it: nothing of the country's template is to come on top. */
const allIn = { spotFactor: 0, gridPerKwh: 0, gridBands: [], taxPerKwh: 0, vatPercent: 0 };

/** What the API is asked. */
export const bodyOf = (zone: string, { yearlyKwh, hourKwh, offers }: Comparison): CompareBody => ({
  zone,
  yearlyKwh,
  ...(hourKwh && { hourShares: hourKwh }),
  offers: offers.map(({ name, kind, perKwh, monthly }) => ({
    name,
    tariff:
      kind === 'fixed'
        ? { ...allIn, marginPerKwh: perKwh, fixedPerMonth: monthly }
        : { marginPerKwh: perKwh, fixedPerMonth: monthly },
  })),
});

const storageKey = 'tariffs';

/** What was written down on an earlier visit. A browser that keeps nothing, or something else, is no error. */
export function remembered(): Comparison | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
    return isComparison(stored) ? stored : null;
  } catch {
    return null;
  }
}

/** Keeps it in this browser alone. */
export function remember(comparison: Comparison): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(comparison));
  } catch {
    // Storage is off or full: it stays for this visit.
  }
}

function isComparison(value: unknown): value is Comparison {
  const { yearlyKwh, hourKwh, offers } = (value ?? {}) as Partial<Comparison>;
  return (
    typeof yearlyKwh === 'number' &&
    (hourKwh === null || (Array.isArray(hourKwh) && hourKwh.length === 24)) &&
    Array.isArray(offers) &&
    offers.length > 0 &&
    offers.every(({ name, perKwh }) => typeof name === 'string' && typeof perKwh === 'number')
  );
}
