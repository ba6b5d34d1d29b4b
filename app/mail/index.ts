import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A mail in plain text. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Sends mails; which way, the stack's configuration says. */
export interface Mailer {
  /** @throws Error when the mail was not accepted; never names the address or the content */
  send(mail: Mail): Promise<void>;
}

/** Longest that a mail server may keep us waiting, in milliseconds. */
const timeoutMs = 10_000;

/**
 * @param url `smtp://` or `smtps://` of a mail server, with user and password where it wants them; or `file:///folder`,
 *   which keeps each mail as a file `<time>-<id>.eml` for stacks on one machine; undefined where no mail is sent
 * @param from sender of every mail
 * @returns null without a URL
 */
export function createMailer(url: string | undefined, from: string): Mailer | null {
  if (!url) return null;
  return url.startsWith('file:') ? fileMailer(fileURLToPath(url), from) : smtpMailer(url, from);
}

/** Loaded with the first mail: no process that starts should wait for it. */
const nodemailer = () => import('nodemailer');

function smtpMailer(url: string, from: string): Mailer {
  return {
    async send({ to, subject, text }) {
      const transport = (await nodemailer()).createTransport(url, { from });
      const timeouts = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
      try {
        await transport.sendMail({ to: { name: '', address: to }, subject, text, ...timeouts });
      } catch (error) {
        // What a mail server says often repeats the address.
        const { code = 'unknown reason' } = error as { code?: string };
        throw new Error(`The mail server did not take a mail (${code}).`);
      }
    },
  };
}

function fileMailer(folder: string, from: string): Mailer {
  return {
    async send({ to, subject, text }) {
      const stream = { streamTransport: true as const, buffer: true, newline: 'unix' };
      const transport = (await nodemailer()).createTransport(stream, { from });
      const { message } = await transport.sendMail({ to: { name: '', address: to }, subject, text });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID()}.eml`;
      const draft = join(folder, `.${name}`);
      // Whoever watches the folder sees whole mails only.
      await writeFile(draft, message as Buffer, { mode: 0o600 });
      await rename(draft, join(folder, name));
    },
  };
}
