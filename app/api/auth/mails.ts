import type { Mail } from '../../mail/index.ts';

/** How long the links of these mails are good for, in minutes. */
export const linkMinutes = { register: 24 * 60, reset: 60 };

/** Asks the owner of an address to confirm a registration. */
export const confirmMail = (to: string, publicUrl: string, token: string): Mail => ({
  to,
  subject: 'Confirm your e-mail address',
  text: `Somebody, hopefully you, registered this address at ${publicUrl}.

Open this link within 24 hours to confirm it:
${publicUrl}/confirm#${token}

If it was not you, do nothing: without the confirmation there is no account.
`,
});

/** Tells the owner of an account that somebody tried to register its address again. */
export const alreadyRegisteredMail = (to: string, publicUrl: string): Mail => ({
  to,
  subject: 'You have an account already',
  text: `Somebody, hopefully you, wanted to register this address at ${publicUrl}. It has an account already.

Log in:                  ${publicUrl}/login
Choose a new password:   ${publicUrl}/forgot

If it was not you, do nothing: nothing was changed.
`,
});

/** Lets the owner of an account choose a new password. */
export const resetMail = (to: string, publicUrl: string, token: string): Mail => ({
  to,
  subject: 'Choose a new password',
  text: `Somebody, hopefully you, asked for a new password at ${publicUrl}.

Open this link within an hour to choose one:
${publicUrl}/reset#${token}

If it was not you, do nothing: your password stays as it is.
`,
});

/** Tells the owner of an account that the password was changed. */
export const passwordChangedMail = (to: string, publicUrl: string): Mail => ({
  to,
  subject: 'Your password was changed',
  text: `The password of your account at ${publicUrl} was changed, and all other sessions were ended.

If it was not you, choose a new one now: ${publicUrl}/forgot
`,
});
