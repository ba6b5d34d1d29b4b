import type { Receivers } from '@eo/monitoring/alertmanager/config.ts';
import { SettingsError } from '../settings.ts';

/** Keys of the namespace `alerts` by which an operator says who is told, all kept as secrets. */
export const receiverKeys = [
  'webhookUrl',
  'webhookToken',
  'slackUrl',
  'slackChannel',
  'emailTo',
  'emailFrom',
  'emailSmarthost',
  'emailUsername',
  'emailPassword',
  'deadMansSwitchUrl',
] as const;
type ReceiverKey = (typeof receiverKeys)[number];
export type ReceiverSettings = Partial<Record<ReceiverKey, string | undefined>>;

/**
 * Who is told of alerts.
 *
 * @throws SettingsError naming what is missing when a way to somebody is only half described
 */
export function receiversOf(settings: ReceiverSettings): Receivers {
  const webhook = settings.webhookUrl;
  const slack = together(settings, ['slackUrl', 'slackChannel']);
  const email = together(settings, [
    'emailTo',
    'emailFrom',
    'emailSmarthost',
    'emailUsername',
    'emailPassword',
  ]);
  return {
    ...(webhook ? { webhook: { url: webhook, ...tokenOf(settings) } } : {}),
    ...(slack ? { slack: { url: slack.slackUrl, channel: slack.slackChannel } } : {}),
    ...(email
      ? {
          email: {
            to: email.emailTo,
            from: email.emailFrom,
            smarthost: email.emailSmarthost,
            username: email.emailUsername,
            password: email.emailPassword,
          },
        }
      : {}),
    ...(settings.deadMansSwitchUrl ? { deadMansSwitch: { url: settings.deadMansSwitchUrl } } : {}),
  };
}

const tokenOf = ({ webhookToken }: ReceiverSettings): { token?: string } =>
  webhookToken ? { token: webhookToken } : {};

/** All of them or none. */
function together<K extends ReceiverKey>(
  settings: ReceiverSettings,
  keys: readonly K[],
): Record<K, string> | null {
  const missing = keys.filter((key) => !settings[key]);
  if (missing.length === keys.length) return null;
  if (missing.length === 0) return settings as Record<K, string>;
  const given = keys.filter((key) => settings[key]).map((key) => `alerts:${key}`);
  throw new SettingsError(
    `${given.join(', ')} is set and ${missing.map((key) => `alerts:${key}`).join(', ')} is not.\n` +
      `Set the rest: npx pulumi config set --secret alerts:${missing[0]} <value>`,
  );
}
