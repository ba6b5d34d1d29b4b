import type { Language } from '@eo/app/contract/languages.ts';
import type { ProblemCode } from '@eo/app/contract/problem.ts';
import { chosenLanguage, languageOf } from './language.ts';

/** The same words in another language: what is a sentence stays one, what needs numbers gets the same ones. */
export type Words<T> = T extends (...given: infer Given) => string
  ? (...given: Given) => string
  : T extends string
    ? string
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [Key in keyof T]: Words<T[Key]> };

/** All words of a language, by page. */
export interface Translation {
  first: typeof import('./index.ts').texts;
  time: typeof import('./time.ts').timeTexts;
  access: typeof import('./account.ts').accessTexts;
  account: typeof import('./account.ts').accountTexts;
  alerts: typeof import('./alerts.ts').alertTexts;
  household: typeof import('./household.ts').householdTexts;
  forecast: typeof import('./forecast.ts').forecastTexts;
  operator: typeof import('./operator.ts').operatorTexts;
  plan: typeof import('./plan.ts').planTexts;
  tariffs: typeof import('./tariffs.ts').tariffTexts;
}

/** What went wrong, by the code of the problem. In English the API says it itself, and more exactly. */
export type ProblemWords = Readonly<Partial<Record<ProblemCode | 'offline', string>>>;

interface Loaded {
  words: Translation;
  problems: ProblemWords;
}

/** English comes with each page; the words of another language are one file. */
const loaders: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Loaded>>> = {
  de: () => import('./languages/de.ts'),
  sv: () => import('./languages/sv.ts'),
  fr: () => import('./languages/fr.ts'),
};

const preferred = globalThis.navigator?.languages ?? [];
const chosen = chosenLanguage();
/** Of every page. */
export const language: Language = languageOf(preferred, chosen);
/** For numbers and dates: a language that was chosen, else what the browser says, its country included. */
export const locale: string | undefined = chosen ?? undefined;

/** What pages have in English, to be put into the reader's words once these are there. */
const pages = new Map<keyof Translation, object>();
let words: Translation | null = null;
let problems: ProblemWords = {};

/**
 * Has every page speak the reader's language, those that come later too. To be waited for before anything is drawn.
 * Without the words, as offline, the page is in English rather than not there.
 */
export async function loadWords(): Promise<void> {
  if (language === 'en') return;
  const loaded = await loaders[language]().catch(() => null);
  if (!loaded) return;
  ({ words, problems } = loaded);
  for (const [page, texts] of pages) Object.assign(texts, words[page]);
  document.documentElement.lang = language;
}

/** What went wrong, in the reader's language; null where the English of the API has to do. */
export const problemWords = (code: string): string | null =>
  (problems as Readonly<Record<string, string>>)[code] ?? null;

/** The words of a page in the reader's language. @param english which every other language has to follow */
export function translated<const T extends object>(page: keyof Translation, english: T): Words<T> {
  const texts: object = { ...english, ...words?.[page] };
  pages.set(page, texts);
  return texts as Words<T>;
}
