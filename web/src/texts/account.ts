import { translated } from './translation.ts';

/** Logging in, registering, and what fields of forms have in common. */
export const accessTexts = translated('access', {
  email: 'E-mail address',
  password: 'Password',
  newPassword: 'New password',
  passwordHint: 'At least 8 characters. Long is better than odd.',
  sending: 'One moment …',
  logIn: { title: 'Log in', action: 'Log in', forgot: 'Forgot your password?', register: 'Register' },
  register: {
    title: 'Register',
    why: 'Prices and plans need no account. With one, your household is kept, and machines get keys of their own.',
    action: 'Register',
    logIn: 'I have an account',
  },
  mailed: { title: 'Look into your mail' },
  mailedRegister: 'Open the link in it within 24 hours; then log in.',
  mailedForgot:
    'If there is an account with this address, it holds a link to choose a new password, good for an hour.',
  confirm: {
    title: 'Confirm your address',
    action: 'Confirm',
    done: 'Your address is confirmed',
  },
  forgot: { title: 'Choose a new password', action: 'Send me a link' },
  reset: {
    title: 'Choose a new password',
    action: 'Use this password',
    done: 'Your new password is in use',
  },
  noToken: 'The address of this page lacks its secret. Open the whole link of the mail.',
} as const);

/** The page of the account. */
export const accountTexts = translated('account', {
  title: 'Your account',
  role: { user: 'user', operator: 'operator', admin: 'admin' },
  as: (role: string) => `Role: ${role}`,
  logOut: 'Log out',
  unreachable: 'We cannot find out who is logged in',
  unreachableText: 'The server does not answer. Try again in a moment.',
  retry: 'Try again',
  sessions: {
    heading: 'Where you are logged in',
    used: (age: string) => `last used ${age}`,
    current: 'this one',
    end: 'Log out everywhere else',
  },
  keys: {
    heading: 'Keys for machines',
    what: 'Home Assistant, evcc and scripts ask with a key instead of your password.',
    name: 'Name of the machine',
    make: 'Make a key',
    made: 'This is the key. It is shown this once:',
    used: (age: string) => `last used ${age}`,
    neverUsed: 'never used',
    revoke: (name: string) => `Revoke the key ${name}`,
    revokeShort: 'Revoke',
    none: 'No key yet.',
  },
  password: {
    heading: 'Change the password',
    old: 'Present password',
    action: 'Change it',
    done: 'It is changed, and you are logged out everywhere else.',
  },
  data: {
    heading: 'Your data',
    export: 'Download everything',
    delete: 'Delete the account for good',
    deleteHint: 'Account, household, sessions and keys are gone at once; this cannot be undone.',
  },
} as const);
