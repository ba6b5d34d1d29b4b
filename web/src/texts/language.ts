import type { Language } from '@eo/app/contract/languages.ts';

/** The languages of the app, each by its own name. */
export const languages: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  sv: 'Svenska',
  fr: 'Français',
};

const storageKey = 'language';
const isLanguage = (text: string | null | undefined): text is Language =>
  Object.hasOwn(languages, text ?? '');

/** The language that was chosen here; null while it is the browser's. */
export function chosenLanguage(): Language | null {
  try {
    const chosen = localStorage.getItem(storageKey);
    return isLanguage(chosen) ? chosen : null;
  } catch {
    // No storage: it is forbidden here, or this is a test.
    return null;
  }
}

/** The first of the browser's languages that there are words in, unless another was chosen; else English. */
export function languageOf(preferred: readonly string[], chosen: Language | null): Language {
  return chosen ?? preferred.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en';
}

/** Keeps the choice, and shows the page in it. */
export function chooseLanguage(language: string): void {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    return;
  }
  location.reload();
}
