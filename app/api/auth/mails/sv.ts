import type { MailWords } from './words.ts';

export const sv: MailWords = {
  confirm: {
    subject: 'Bekräfta din e-postadress',
    text: (home, link) => `Någon, förhoppningsvis du, har registrerat den här adressen hos ${home}.

Öppna den här länken inom 24 timmar för att bekräfta den:
${link}

Om det inte var du behöver du inte göra något: utan bekräftelse blir det inget konto.
`,
  },
  alreadyRegistered: {
    subject: 'Du har redan ett konto',
    text: (
      home,
      logIn,
      forgot,
    ) => `Någon, förhoppningsvis du, ville registrera den här adressen hos ${home}. Den har redan ett konto.

Logga in:               ${logIn}
Välj ett nytt lösenord: ${forgot}

Om det inte var du behöver du inte göra något: ingenting har ändrats.
`,
  },
  reset: {
    subject: 'Välj ett nytt lösenord',
    text: (home, link) => `Någon, förhoppningsvis du, har bett om ett nytt lösenord hos ${home}.

Öppna den här länken inom en timme för att välja ett:
${link}

Om det inte var du behöver du inte göra något: ditt lösenord är oförändrat.
`,
  },
  passwordChanged: {
    subject: 'Ditt lösenord har ändrats',
    text: (
      home,
      forgot,
    ) => `Lösenordet till ditt konto hos ${home} har ändrats, och alla andra sessioner har avslutats.

Om det inte var du, välj ett nytt nu: ${forgot}
`,
  },
};
