import { problems as known } from '@eo/app/contract/problem.ts';
import { describe, expect, it } from 'vitest';
import { accessTexts, accountTexts } from './account.ts';
import { alertTexts } from './alerts.ts';
import { forecastTexts } from './forecast.ts';
import { householdTexts } from './household.ts';
import { texts } from './index.ts';
import { languageOf } from './language.ts';
import * as german from './languages/de.ts';
import * as french from './languages/fr.ts';
import * as swedish from './languages/sv.ts';
import { operatorTexts } from './operator.ts';
import { planTexts } from './plan.ts';
import { tariffTexts } from './tariffs.ts';
import { timeTexts } from './time.ts';
import type { Translation } from './translation.ts';

const english: Translation = {
  first: texts,
  time: timeTexts,
  access: accessTexts,
  account: accountTexts,
  alerts: alertTexts,
  household: householdTexts,
  forecast: forecastTexts,
  operator: operatorTexts,
  plan: planTexts,
  tariffs: tariffTexts,
};

/** Every sentence with its path; those that need something get names of it, and numbers where they count. */
function sentencesOf(value: unknown, path = ''): [path: string, sentence: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const given = path.startsWith('.plan.why.') ? [reason] : [60, 90, 180];
    return given.map((first) => [path, told(value, first)]);
  }
  return Object.entries(value as object).flatMap(([key, inner]) => sentencesOf(inner, `${path}.${key}`));
}

/** What the reasons of plans are told of. */
const reason = { price: 'second', other: 'third', share: 'second', rank: 3, count: 96 };

/** Nobody knows here what a sentence needs first: a number of minutes, or words. */
function told(sentence: unknown, first: unknown): string {
  const tell = sentence as (...given: unknown[]) => string;
  try {
    return tell(first, 'second', 'third');
  } catch {
    return tell(String(first), 'second', 'third');
  }
}

describe.each(Object.entries({ german, swedish, french }))('%s', (_, { words, problems }) => {
  const own = sentencesOf(words);
  const originals = sentencesOf(english);

  it('has every sentence, and none is empty or has a hole', () => {
    expect(own.map(([path]) => path)).toEqual(originals.map(([path]) => path));
    for (const [path, sentence] of own) {
      expect(sentence.trim(), path).not.toBe('');
      expect(sentence, path).not.toMatch(/undefined|NaN|\[object|TODO/);
    }
  });

  it('tells whatever the English tells: what it was given is in it', () => {
    own.forEach(([path, sentence], index) => {
      const original = originals[index]?.[1] ?? '';
      for (const given of ['second', 'third']) {
        expect(sentence.includes(given), `${path}: ${sentence}`).toBe(original.includes(given));
      }
    });
  });

  it('tells what went wrong, of the same problems as the others', () => {
    expect(Object.keys(problems)).toEqual(Object.keys(german.problems));
    for (const code of Object.keys(problems)) expect(['offline', ...Object.keys(known)]).toContain(code);
  });

  it('is another language, but for names', () => {
    const same = own.filter(
      ([, sentence], index) => sentence === originals[index]?.[1] && /( \S+){4}/.test(sentence),
    );
    expect(same.map(([path]) => path)).toEqual([]);
  });
});

describe('the language of the page', () => {
  it.each([
    [['de-AT', 'en'], null, 'de'],
    [['fi', 'sv-SE', 'en'], null, 'sv'],
    [['fi', 'pl'], null, 'en'],
    [[], null, 'en'],
    [['de'], 'fr', 'fr'],
    [['toString'], null, 'en'],
  ] as const)('for %j with the choice %s is %s', (preferred, chosen, language) => {
    expect(languageOf(preferred, chosen)).toBe(language);
  });
});
