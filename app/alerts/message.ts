import type { AlertBody, AlertMessage } from '../contract/alerts.ts';
import type { Zone } from '../contract/http.ts';
import type { Occasion } from '../domain/alerts/occasions.ts';
import { wordsIn } from './words/index.ts';
import type { Words } from './words/words.ts';

/** What the prices of an alert are. */
export interface PriceTerms {
  /** Such as `ct/kWh`. */
  unit: string;
  /** Whether they are made up. */
  simulated: boolean;
}

/** What a household reads of an occasion, in the language of its alert. Times are those of its clocks. */
export function messageOf(
  rule: AlertBody,
  zone: Zone,
  { unit, simulated }: PriceTerms,
  occasion: Occasion,
): AlertMessage {
  const { startMs, endMs, price } = occasion;
  const words = wordsIn(rule.language);
  const { title, text } = told(rule, zone, unit, occasion, words);
  return {
    ...about(rule, zone, unit),
    kind: rule.kind,
    title: rule.name ? `${rule.name}: ${title}` : title,
    text: simulated ? `${text} ${words.simulated}` : text,
    start: new Date(startMs).toISOString(),
    end: new Date(endMs).toISOString(),
    price: Number(price.toFixed(3)),
    simulated,
  };
}

/** Shows that a channel works. */
export function testMessage(rule: AlertBody, zone: Zone, unit: string, nowMs: number): AlertMessage {
  const now = new Date(nowMs).toISOString();
  const { title, text } = wordsIn(rule.language).test;
  return {
    ...about(rule, zone, unit),
    kind: 'test',
    title,
    text: text(zone.name),
    start: now,
    end: now,
    price: null,
    simulated: false,
  };
}

const about = ({ name, language }: AlertBody, { id }: Zone, unit: string) => ({
  name: name ?? null,
  zone: id,
  unit,
  ...(language ? { language } : {}),
});

function told(
  { kind, perKwh = 0 }: AlertBody,
  zone: Zone,
  unit: string,
  { startMs, endMs, price, lowest, highest, isOn }: Occasion,
  words: Words,
): Pick<AlertMessage, 'title' | 'text'> {
  const { time, day, number } = tellersOf(words.locale, zone.displayTimeZone);
  const isOneDay = day(startMs) === day(endMs - 1);
  const end = isOneDay ? time(endMs) : `${day(endMs)}, ${time(endMs)}`;
  const span = words.span(zone.name, day(startMs), time(startMs), end);
  const average = words.average(`${number(price)} ${unit}`);
  const range = `${average}, ${words.range(number(lowest), number(highest))}`;
  const when = isOn ? words.until(time(endMs)) : words.fromTo(time(startMs), time(endMs));
  const threshold = `${number(perKwh)} ${unit}`;
  switch (kind) {
    case 'below':
      return { title: words.below(threshold, when), text: words.of(span, range) };
    case 'above':
      return { title: words.above(threshold, when), text: words.of(span, range) };
    case 'negative':
      return { title: words.negative(when), text: words.of(span, range) };
    case 'tomorrow':
      return { title: words.tomorrow, text: words.of(`${zone.name}, ${day(startMs)}`, range) };
    case 'cheapest-window':
      return { title: words.cheapest(when), text: words.of(span, average) };
  }
}

/** How households read an instant and a number. */
type Tellers = Record<'time' | 'day' | 'number', (value: number) => string>;

/** By language and time zone: making them takes longer than a message, of which there is one for each alert. */
const made = new Map<string, Tellers>();

function tellersOf(locale: string, timeZone: string): Tellers {
  const key = `${locale} ${timeZone}`;
  const tellers = made.get(key) ?? newTellers(locale, timeZone);
  made.set(key, tellers);
  return tellers;
}

function newTellers(locale: string, timeZone: string): Tellers {
  const time = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long', day: 'numeric', month: 'long' });
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false };
  const number = new Intl.NumberFormat(locale, digits);
  return {
    time: (ms) => time.format(ms),
    day: (ms) => day.format(ms),
    number: (value) => number.format(value),
  };
}
