import type { Language } from '../../../contract/languages.ts';
import type { Mail } from '../../../mail/index.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { sv } from './sv.ts';
import type { MailWords } from './words.ts';

/** How long the links of these mails are good for, in minutes. */
export const linkMinutes = { register: 24 * 60, reset: 60 };

const byLanguage: Readonly<Record<Language, MailWords>> = { en, de, sv, fr };

/** Asks the owner of an address to confirm a registration. */
export function confirmMail(to: string, language: Language, publicUrl: string, token: string): Mail {
  const { subject, text } = byLanguage[language].confirm;
  return { to, subject, text: text(publicUrl, `${publicUrl}/confirm#${token}`) };
}

/** Tells the owner of an account that somebody tried to register its address again. */
export function alreadyRegisteredMail(to: string, language: Language, publicUrl: string): Mail {
  const { subject, text } = byLanguage[language].alreadyRegistered;
  return { to, subject, text: text(publicUrl, `${publicUrl}/login`, `${publicUrl}/forgot`) };
}

/** Lets the owner of an account choose a new password. */
export function resetMail(to: string, language: Language, publicUrl: string, token: string): Mail {
  const { subject, text } = byLanguage[language].reset;
  return { to, subject, text: text(publicUrl, `${publicUrl}/reset#${token}`) };
}

/** Tells the owner of an account that the password was changed. */
export function passwordChangedMail(to: string, language: Language, publicUrl: string): Mail {
  const { subject, text } = byLanguage[language].passwordChanged;
  return { to, subject, text: text(publicUrl, `${publicUrl}/forgot`) };
}
