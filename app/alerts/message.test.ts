import { describe, expect, it } from 'vitest';
import { type AlertBody, alertKinds } from '../contract/alerts.ts';
import { type Language, languages } from '../contract/languages.ts';
import type { Occasion } from '../domain/alerts/occasions.ts';
import { zoneNamed } from '../domain/testing.ts';
import { messageOf, testMessage } from './message.ts';

const zone = zoneNamed('FI');
const terms = { unit: 'ct/kWh', simulated: false };
const rule = (kind: AlertBody['kind'], more: Partial<AlertBody> = {}): AlertBody => ({
  kind,
  zone: 'FI',
  leadMinutes: 15,
  email: true,
  push: false,
  enabled: true,
  ...more,
});
const occasion: Occasion = {
  key: '',
  startMs: Date.parse('2026-01-15T12:00:00Z'),
  endMs: Date.parse('2026-01-15T15:00:00Z'),
  price: 2.345,
  lowest: 1,
  highest: 4.04,
  isOn: false,
  dueMs: 0,
  expiresMs: 0,
};
const wordsOf = (kind: AlertBody['kind'], more: Partial<Occasion> = {}, perKwh = 5) => {
  const { title, text } = messageOf(rule(kind, { perKwh }), zone, terms, { ...occasion, ...more });
  return [title, text];
};
const text = 'Finland, Thursday 15 January, 14:00 to 17:00: 2.3 ct/kWh on average, 1.0 to 4.0.';

describe('what a household reads', () => {
  it('has the clock of its zone, and its prices', () => {
    expect(wordsOf('below')).toEqual(['Power under 5.0 ct/kWh from 14:00 to 17:00', text]);
    expect(wordsOf('above')).toEqual(['Power over 5.0 ct/kWh from 14:00 to 17:00', text]);
    expect(wordsOf('negative')).toEqual(['Negative prices from 14:00 to 17:00', text]);
    expect(wordsOf('cheapest-window')).toEqual([
      'Cheapest time from 14:00 to 17:00',
      'Finland, Thursday 15 January, 14:00 to 17:00: 2.3 ct/kWh on average.',
    ]);
    expect(wordsOf('tomorrow')).toEqual([
      'The prices of tomorrow are known',
      'Finland, Thursday 15 January: 2.3 ct/kWh on average, 1.0 to 4.0.',
    ]);
  });

  it('tells until when it lasts where it has begun, and on which day it ends', () => {
    const [title, words] = wordsOf('below', { isOn: true, endMs: Date.parse('2026-01-16T01:30:00Z') });
    expect(title).toBe('Power under 5.0 ct/kWh until 03:30');
    expect(words).toContain('Thursday 15 January, 14:00 to Friday 16 January, 03:30:');
  });

  it.each<[Language, string, string]>([
    [
      'de',
      'Strom unter 5,0 ct/kWh von 14:00 bis 17:00',
      'Finland, Donnerstag, 15. Januar, 14:00 bis 17:00: im Mittel 2,3 ct/kWh, 1,0 bis 4,0.',
    ],
    [
      'sv',
      'El under 5,0 ct/kWh från 14:00 till 17:00',
      'Finland, torsdag 15 januari, 14:00 till 17:00: 2,3 ct/kWh i snitt, 1,0 till 4,0.',
    ],
    [
      'fr',
      'Électricité sous 5,0 ct/kWh de 14:00 à 17:00',
      'Finland, jeudi 15 janvier, de 14:00 à 17:00 : 2,3 ct/kWh en moyenne, de 1,0 à 4,0.',
    ],
  ])('is in the language of its alert: %s', (language, title, words) => {
    const told = messageOf(rule('below', { perKwh: 5, language }), zone, terms, occasion);
    expect(told).toMatchObject({ title, text: words, language });
  });

  it.each(languages)('has every kind, and a test, in %s', (language) => {
    const messages = alertKinds.map((kind) => messageOf(rule(kind, { language }), zone, terms, occasion));
    const all = [...messages, testMessage(rule('below', { language }), zone, 'ct/kWh', 0)];
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
    for (const { title, text: told } of all) expect(`${title} ${told}`).not.toMatch(/undefined|NaN|\[object/);
  });

  it('ends at midnight on its own day', () => {
    expect(wordsOf('below', { endMs: Date.parse('2026-01-15T22:00:00Z') })[1]).toContain('14:00 to 00:00:');
  });

  it('begins with the name of its alert, and says when prices are made up', () => {
    const named = messageOf(
      rule('negative', { name: 'Boiler' }),
      zone,
      { ...terms, simulated: true },
      occasion,
    );
    expect([named.title, named.text]).toEqual([
      'Boiler: Negative prices from 14:00 to 17:00',
      `${text} These prices are simulated.`,
    ]);
  });
});
