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
  { startMs, endMs, price, lowest, highest, isOn }: Occasion,
): Pick<AlertMessage, 'title' | 'text'> {
  const tell = (value: number): string => `${value.toFixed(1)} ${unit}`;
  const { time, day } = clockOf(zone);
  const isOneDay = day(startMs) === day(endMs - 1);
  const end = isOneDay ? time(endMs) : `${day(endMs)}, ${time(endMs)}`;
  const span = `${zone.name}, ${day(startMs)}, ${time(startMs)} to ${end}`;
  const range = `${tell(price)} on average, ${lowest.toFixed(1)} to ${highest.toFixed(1)}`;
  const when = isOn ? `until ${time(endMs)}` : `from ${time(startMs)} to ${time(endMs)}`;
  switch (kind) {
    case 'below':
      return { title: `Power under ${tell(perKwh)} ${when}`, text: `${span}: ${range}.` };
    case 'above':
      return { title: `Power over ${tell(perKwh)} ${when}`, text: `${span}: ${range}.` };
    case 'negative':
      return { title: `Negative prices ${when}`, text: `${span}: ${range}.` };
    case 'tomorrow':
      return { title: 'The prices of tomorrow are known', text: `${zone.name}, ${day(startMs)}: ${range}.` };
    case 'cheapest-window':
      return { title: `Cheapest time ${when}`, text: `${span}: ${tell(price)} on average.` };
  }
}

/** How a zone's households read an instant. */
function clockOf({ displayTimeZone: timeZone }: Zone): Record<'time' | 'day', (ms: number) => string> {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', day: 'numeric', month: 'long' });
  return { time: (ms) => time.format(ms), day: (ms) => day.format(ms) };
}
