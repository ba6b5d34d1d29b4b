import type { Language } from '../../contract/languages.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { sv } from './sv.ts';
import type { Words } from './words.ts';

const byLanguage: Readonly<Record<Language, Words>> = { en, de, sv, fr };

/** The words of a language; English for an alert that names none. */
export const wordsIn = (language: Language = 'en'): Words => byLanguage[language];
