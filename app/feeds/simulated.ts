import { Temporal } from 'temporal-polyfill';
import type { Zone } from '../contract/http.ts';
import { addDays, daysBetween } from '../domain/market-day.ts';
import { clockMinutes, type PriceDay } from '../domain/price-day.ts';
import type { PriceFeed } from './feed.ts';

/**
 * Made-up prices for every zone, so that the product can be shown without any market data. They look like a market
 * (morning and evening peaks, quiet weekends, dear winters, sunny middays that go below zero) and depend on nothing
 * but zone and day: the same day is the same everywhere and for ever.
 */
export const simulated: PriceFeed = {
  name: 'simulated',
  standIn: true,
  supports: () => true,
  coverage: async () => null,
  async fetchDays(zone, firstDay, lastDay) {
    const days = daysBetween(firstDay, addDays(lastDay, 1)).map((day) => simulatedDay(zone, day));
    return days.length === 0 ? [] : [{ feed: 'simulated', label: 'simulated prices', simulated: true, days }];
  },
};

function simulatedDay(zone: Zone, day: string): PriceDay {
  const mood = moodOf(zone, day);
  const { resolutionMinutes } = zone;
  const prices = clockMinutes(zone, day, resolutionMinutes).map((minutes, index) => {
    const noise = 6 * (uniform(zone.id, day, String(index)) - 0.5);
    const hour = (minutes + resolutionMinutes / 2) / 60;
    return Math.round((curve(hour, mood) + noise) * 100) / 100;
  });
  return { zone: zone.id, day, resolutionMinutes, currency: zone.currency, prices };
}

/** What a day is like; all in currency per MWh. */
interface Mood {
  level: number;
  morningPeak: number;
  eveningPeak: number;
  solarDip: number;
}

function moodOf(zone: Zone, day: string): Mood {
  const date = Temporal.PlainDate.from(day);
  const isWeekend = date.dayOfWeek >= 6;
  /** 1 in the middle of January, -1 in the middle of July. */
  const winter = Math.cos((2 * Math.PI * (date.dayOfYear - 15)) / date.daysInYear);
  const sun = uniform(zone.id, day, 'sun') * (1 - 0.75 * winter) * 0.6;
  return {
    level:
      60 + 40 * (uniform(zone.id, 'level') - 0.5) + 15 * winter + weather(zone, day) - (isWeekend ? 15 : 0),
    morningPeak: isWeekend ? 10 : 30,
    eveningPeak: isWeekend ? 25 : 45,
    solarDip: 95 * sun + (isWeekend ? 15 * sun : 0),
  };
}

/** Wind and cold last for days: the mean over four days of independent noise, -30 to 30. */
function weather(zone: Zone, day: string): number {
  const days = [0, 1, 2, 3].map((back) => uniform(zone.id, addDays(day, -back), 'weather'));
  return 60 * (days.reduce((sum, share) => sum + share, 0) / days.length - 0.5);
}

function curve(hour: number, mood: Mood): number {
  const night = -12 * bump(hour, 3, 3);
  const peaks = mood.morningPeak * bump(hour, 8, 1.8) + mood.eveningPeak * bump(hour, 19, 2.2);
  return mood.level + night + peaks - mood.solarDip * bump(hour, 13.2, 2.6);
}

function bump(hour: number, middle: number, width: number): number {
  return Math.exp(-(((hour - middle) / width) ** 2) / 2);
}

/** A number from 0 to 1 that the names decide (FNV-1a with a final mix). */
function uniform(...names: string[]): number {
  let hash = 0x811c9dc5;
  for (const character of names.join('/')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
