/** How numbers and times are shown. Prices come in currency per MWh and are shown in the small unit per kWh. */
const smallUnits: Record<string, { symbol: string; digits: number }> = {
  EUR: { symbol: 'ct/kWh', digits: 1 },
  GBP: { symbol: 'p/kWh', digits: 1 },
  SEK: { symbol: 'öre/kWh', digits: 1 },
  NOK: { symbol: 'øre/kWh', digits: 1 },
  DKK: { symbol: 'øre/kWh', digits: 1 },
  CHF: { symbol: 'Rp./kWh', digits: 1 },
};

export const unitOf = (currency: string): string => smallUnits[currency]?.symbol ?? `${currency}/100 per kWh`;

/** 123.4 EUR/MWh → 12.34 ct/kWh. */
export const toSmallUnit = (perMwh: number): number => perMwh / 10;

export function formatPrice(perMwh: number, currency: string, locale?: string): string {
  const digits = smallUnits[currency]?.digits ?? 1;
  const value = toSmallUnit(perMwh);
  const shown = Math.abs(value) < 0.05 ? 0 : value;
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(shown);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string, key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = formats.get(timeZone + key) ?? new Intl.DateTimeFormat(undefined, { timeZone, ...options });
  formats.set(timeZone + key, known);
  return known;
}

/** "13:00" in the zone's own time. */
export function formatTime(instant: string | number, timeZone: string): string {
  return format(timeZone, 'time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(instant),
  );
}

/** "02:00 GMT+2": with its offset, for the two hours of an October night that have the same name. */
export function formatTimeWithOffset(instant: string | number, timeZone: string): string {
  const options = {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'shortOffset',
  } as const;
  return format(timeZone, 'offset', options).format(new Date(instant));
}

/** "today", "tomorrow", or "Sun, 26 Oct 2025". */
export function formatDay(day: string, today: string): string {
  if (day === today) return 'today';
  if (day === addDays(today, 1)) return 'tomorrow';
  const options = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  return format('UTC', 'day', options).format(new Date(`${day}T12:00:00Z`));
}

/** The day of an instant in a time zone, `YYYY-MM-DD`. */
export function dayOf(instantMs: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return parts.format(new Date(instantMs));
}

/** The day some days after another, `YYYY-MM-DD`. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** "4 min ago", "2 h ago". */
export function formatAge(instant: string, nowMs: number): string {
  const minutes = Math.max(0, Math.round((nowMs - Date.parse(instant)) / 60_000));
  if (minutes < 1) return 'just now';
  return minutes < 90 ? `${minutes} min ago` : `${Math.round(minutes / 60)} h ago`;
}
