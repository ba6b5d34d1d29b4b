/** What the mails of an account are made of in one language; addresses come in as texts. */
export interface MailWords {
  confirm: Mail<[home: string, link: string]>;
  alreadyRegistered: Mail<[home: string, logIn: string, forgot: string]>;
  reset: Mail<[home: string, link: string]>;
  passwordChanged: Mail<[home: string, forgot: string]>;
}

interface Mail<Given extends string[]> {
  subject: string;
  text(...given: Given): string;
}
