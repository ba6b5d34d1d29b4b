import type { MailWords } from './words.ts';

export const en: MailWords = {
  confirm: {
    subject: 'Confirm your e-mail address',
    text: (home, link) => `Somebody, hopefully you, registered this address at ${home}.

Open this link within 24 hours to confirm it:
${link}

If it was not you, do nothing: without the confirmation there is no account.
`,
  },
  alreadyRegistered: {
    subject: 'You have an account already',
    text: (
      home,
      logIn,
      forgot,
    ) => `Somebody, hopefully you, wanted to register this address at ${home}. It has an account already.

Log in:                  ${logIn}
Choose a new password:   ${forgot}

If it was not you, do nothing: nothing was changed.
`,
  },
  reset: {
    subject: 'Choose a new password',
    text: (home, link) => `Somebody, hopefully you, asked for a new password at ${home}.

Open this link within an hour to choose one:
${link}

If it was not you, do nothing: your password stays as it is.
`,
  },
  passwordChanged: {
    subject: 'Your password was changed',
    text: (
      home,
      forgot,
    ) => `The password of your account at ${home} was changed, and all other sessions were ended.

If it was not you, choose a new one now: ${forgot}
`,
  },
};
