import type { Pool } from 'pg';
import type { Mailer } from '../../mail/index.ts';
import { createPostOut } from '../outbound.ts';
import { vapidKeysOf } from '../vapid.ts';
import type { Channel } from './channel.ts';
import { emailChannel } from './email.ts';
import { pushChannel } from './push.ts';
import { webhookChannel } from './webhook.ts';

/** What a stack can send by. */
export interface Channels {
  email?: Channel;
  /** With the key that browsers subscribe with, base64url. */
  push?: Channel & { publicKey: string };
  webhook: Channel;
}

export interface ChannelSettings {
  pool: Pool;
  /** Null on a stack that sends no mail. */
  mailer: Mailer | null;
  /** Of the web app; links in mails begin with it. */
  publicUrl: string;
  /** 32 random bytes, base64, that push services know the stack by; undefined where nothing is pushed. */
  pushKey: string | undefined;
  /** Whether webhooks may lead into private networks. */
  privateWebhooks: boolean;
  /** Unix milliseconds. */
  now: () => number;
}

/** @throws Error when the push key is malformed */
export function createChannels(settings: ChannelSettings): Channels {
  const { pool, mailer, publicUrl, pushKey, privateWebhooks, now } = settings;
  const channels: Channels = { webhook: webhookChannel(createPostOut(privateWebhooks), now) };
  if (mailer) channels.email = emailChannel(mailer, publicUrl);
  if (pushKey) {
    const vapid = vapidKeysOf(pushKey, contactOf(publicUrl));
    // Push services are on the Internet, wherever the stack is.
    const push = pushChannel(pool, createPostOut(false), vapid);
    channels.push = { ...push, publicKey: vapid.publicKey };
  }
  return channels;
}

/** RFC 8292 wants an address to complain to: the web app's, where that is an https one. */
const contactOf = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? publicUrl : 'mailto:noreply@localhost';
