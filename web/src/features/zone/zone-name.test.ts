import { zones } from '@eo/app/domain/zones.ts';
import { describe, expect, it } from 'vitest';
import { words as german } from '../../texts/languages/de.ts';
import { zoneName } from './zone-name.ts';

const words = { gb: german.first.zone.groups.gb, parts: german.first.zone.parts };
const inGerman = (id: string): string => {
  const zone = zones.find((one) => one.id === id) ?? expect.fail(id);
  return zoneName(zone, 'de', words);
};

describe('the name of a zone', () => {
  it.each([
    ['SE3', 'Schweden 3 (Stockholm)'],
    ['DE-LU', 'Deutschland und Luxemburg'],
    ['DK1', 'Dänemark West'],
    ['IT-CENTRE-SOUTH', 'Italien Mitte-Süd'],
    ['IE-SEM', 'Irland (SEM)'],
    ['CZ', 'Tschechien'],
    ['GB-A', 'Großbritannien: Eastern England'],
  ])('of %s is %s in German', (id, name) => {
    expect(inGerman(id)).toBe(name);
  });

  it('is as the API has it in English', () => {
    for (const zone of zones) expect(zoneName(zone, 'en', words)).toBe(zone.name);
  });

  it('is another for each zone, and never empty', () => {
    const names = zones.map(({ id }) => inGerman(id));
    expect(new Set(names).size).toBe(zones.length);
    expect(names.every((name) => name.length > 3)).toBe(true);
  });

  it('has words for every part of a country', () => {
    const italian = zones.filter(({ id }) => id.startsWith('IT-')).map(({ id }) => inGerman(id));
    expect(italian.join()).not.toMatch(/North|South|Centre|Sicily/);
  });

  it('stands for a zone that is not known here', () => {
    expect(zoneName({ id: '??', name: '<b>x</b>' }, 'de', words)).toBe('??');
  });
});
