import type { Mailer } from '../../mail/index.ts';
import { DeliveryError } from '../outbound.ts';
import { wordsIn } from '../words/index.ts';
import type { Channel } from './channel.ts';

/** Mails to the address of the account, which it has confirmed. */
export function emailChannel(mailer: Mailer, publicUrl: string): Channel {
  return {
    async send({ email, message }) {
      const text = `${message.text}\n\n${wordsIn(message.language).yours} ${publicUrl}/alerts\n`;
      try {
        await mailer.send({ to: email, subject: message.title, text });
      } catch (error) {
        throw new DeliveryError((error as Error).message, false);
      }
    },
  };
}
