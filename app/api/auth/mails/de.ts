import type { MailWords } from './words.ts';

export const de: MailWords = {
  confirm: {
    subject: 'Bestätige deine E-Mail-Adresse',
    text: (home, link) => `Jemand, hoffentlich du, hat diese Adresse bei ${home} registriert.

Öffne innerhalb von 24 Stunden diesen Link, um sie zu bestätigen:
${link}

Wenn du es nicht warst, tu nichts: Ohne die Bestätigung entsteht kein Konto.
`,
  },
  alreadyRegistered: {
    subject: 'Du hast schon ein Konto',
    text: (
      home,
      logIn,
      forgot,
    ) => `Jemand, hoffentlich du, wollte diese Adresse bei ${home} registrieren. Sie hat schon ein Konto.

Anmelden:                ${logIn}
Neues Passwort wählen:   ${forgot}

Wenn du es nicht warst, tu nichts: Es wurde nichts geändert.
`,
  },
  reset: {
    subject: 'Wähle ein neues Passwort',
    text: (home, link) => `Jemand, hoffentlich du, hat bei ${home} um ein neues Passwort gebeten.

Öffne innerhalb einer Stunde diesen Link, um eines zu wählen:
${link}

Wenn du es nicht warst, tu nichts: Dein Passwort bleibt, wie es ist.
`,
  },
  passwordChanged: {
    subject: 'Dein Passwort wurde geändert',
    text: (
      home,
      forgot,
    ) => `Das Passwort deines Kontos bei ${home} wurde geändert, und alle anderen Sitzungen wurden beendet.

Wenn du es nicht warst, wähle jetzt ein neues: ${forgot}
`,
  },
};
