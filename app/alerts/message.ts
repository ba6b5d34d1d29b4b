import type { AlertBody, AlertMessage } from '../contract/alerts.ts';
import type { Zone } from '../contract/http.ts';
import type { Occasion } from '../domain/alerts/occasions.ts';

/** What the prices of an alert are. */
export interface PriceTerms {
  /** Such as `ct/kWh`. */
  unit: string;
  /** Whether they are made up. */
  simulated: boolean;
}

/** What a household reads of an occasion. Times are those of its clocks. */
export function messageOf(
  rule: AlertBody,
  zone: Zone,
  { unit, simulated }: PriceTerms,
  occasion: Occasion,
): AlertMessage {
  const { name = null, kind } = rule;
  const { startMs, endMs, price } = occasion;
  const { title, text } = wordsOf(rule, zone, unit, occasion);
  return {
    kind,
    name,
    zone: zone.id,
    title: name ? `${name}: ${title}` : title,
    text: simulated ? `${text} These prices are simulated.` : text,
    start: new Date(startMs).toISOString(),
    end: new Date(endMs).toISOString(),
    price: Number(price.toFixed(3)),
    unit,
    simulated,
  };
}

/** Shows that a channel works. */
export function testMessage(rule: AlertBody, zone: Zone, unit: string, nowMs: number): AlertMessage {
  const now = new Date(nowMs).toISOString();
  return {
    kind: 'test',
    name: rule.name ?? null,
    zone: zone.id,
    title: 'Test of a price alert',
    text: `This is how your alert for ${zone.name} reaches you.`,
    start: now,
    end: now,
    price: null,
    unit,
    simulated: false,
  };
}

function wordsOf(
  { kind, perKwh = 0 }: AlertBody,
  zone: Zone,
  unit: string,
  { startMs, endMs, price, lowest, highest }: Occasion,
): Pick<AlertMessage, 'title' | 'text'> {
  const tell = (value: number): string => `${value.toFixed(1)} ${unit}`;
  const { start, end, day } = clockOf(zone, startMs, endMs);
  const span = `${day}, ${start} to ${end}, ${zone.name}`;
  const range = `${tell(price)} on average, ${lowest.toFixed(1)} to ${highest.toFixed(1)}`;
  switch (kind) {
    case 'below':
      return { title: `Power under ${tell(perKwh)} from ${start} to ${end}`, text: `${span}: ${range}.` };
    case 'above':
      return { title: `Power over ${tell(perKwh)} from ${start} to ${end}`, text: `${span}: ${range}.` };
    case 'negative':
      return { title: `Negative prices from ${start} to ${end}`, text: `${span}: ${range}.` };
    case 'tomorrow':
      return { title: 'The prices of tomorrow are known', text: `${day}, ${zone.name}: ${range}.` };
    case 'cheapest-window':
      return { title: `Cheapest from ${start} to ${end}`, text: `${span}: ${tell(price)} on average.` };
  }
}

function clockOf(zone: Zone, startMs: number, endMs: number): { start: string; end: string; day: string } {
  const time = { timeZone: zone.displayTimeZone, hour: '2-digit', minute: '2-digit' } as const;
  const clock = new Intl.DateTimeFormat('en-GB', time);
  const calendar = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone.displayTimeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  });
  return { start: clock.format(startMs), end: clock.format(endMs), day: calendar.format(startMs) };
}
