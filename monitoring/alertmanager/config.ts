import { yamlFile } from '../generated-file.ts';
import { inhibitRules } from './inhibition.ts';

/**
 * Ways to people. With any of them the configuration holds secrets: write it for its reader only, and keep it out of
 * Git. Alertmanager itself shows them as `<secret>`.
 */
export interface Receivers {
  /** Alerts as JSON by POST; the token goes along as `Authorization: Bearer`. */
  webhook?: { url: string; token?: string };
  /** An incoming webhook of Slack, and the channel to post to. */
  slack?: { url: string; channel: string };
  /** `smarthost` is host:port of a mail server that takes STARTTLS. */
  email?: { to: string; from: string; smarthost: string; username: string; password: string };
  /** Address that expects a call every few minutes and raises the alarm when none comes. */
  deadMansSwitch?: { url: string };
}

/** Names of the receivers, so that tests of the routes spell them alike. */
export const receiverNames = {
  critical: 'critical',
  warning: 'warning',
  deadMansSwitch: 'dead-mans-switch',
} as const;

/**
 * Routes by severity. Critical alerts are told within 10 s and again every hour, warnings within 30 s and every 12 h.
 * Without any receiver alerts are only seen on the pages of Prometheus, Alertmanager and Grafana.
 */
export function alertmanagerFile(receivers: Receivers): string {
  return yamlFile({
    route: {
      receiver: receiverNames.warning,
      group_by: ['alertname', 'service'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '12h',
      routes: [
        deadMansRoute,
        {
          receiver: receiverNames.critical,
          matchers: ['severity="critical"'],
          group_wait: '10s',
          repeat_interval: '1h',
        },
      ],
    },
    inhibit_rules: inhibitRules(),
    receivers: [
      { name: receiverNames.critical, ...ways(receivers, 'critical') },
      { name: receiverNames.warning, ...ways(receivers, 'warning') },
      { name: receiverNames.deadMansSwitch, ...deadMansWay(receivers) },
    ],
    templates: ['*.tmpl'],
  });
}

const deadMansRoute = {
  receiver: receiverNames.deadMansSwitch,
  matchers: ['alertname="DeadMansSwitch"'],
  group_wait: '0s',
  group_interval: '1m',
  repeat_interval: '1m',
};

/** Critical alerts go every way; warnings do not fill a mailbox unless there is no other way. */
function ways({ webhook, slack, email }: Receivers, severity: 'critical' | 'warning'): object {
  const wantsEmail = severity === 'critical' || (!webhook && !slack);
  return {
    ...(webhook ? { webhook_configs: [webhookWay(webhook)] } : {}),
    ...(slack ? { slack_configs: [slackWay(slack)] } : {}),
    ...(email && wantsEmail ? { email_configs: [emailWay(email)] } : {}),
  };
}

function webhookWay({ url, token }: NonNullable<Receivers['webhook']>): object {
  return {
    url,
    send_resolved: true,
    http_config: { follow_redirects: false, ...(token ? { authorization: { credentials: token } } : {}) },
  };
}

function slackWay({ url, channel }: NonNullable<Receivers['slack']>): object {
  return {
    api_url: url,
    channel,
    send_resolved: true,
    title: '{{ template "electricity.title" . }}',
    text: '{{ template "electricity.text" . }}',
  };
}

function emailWay({ to, from, smarthost, username, password }: NonNullable<Receivers['email']>): object {
  return {
    to,
    from,
    smarthost,
    auth_username: username,
    auth_password: password,
    require_tls: true,
    send_resolved: true,
    headers: { Subject: '{{ template "electricity.title" . }}' },
    text: '{{ template "electricity.text" . }}',
    // The HTML of Alertmanager's own template would show no runbook.
    html: '',
  };
}

const deadMansWay = ({ deadMansSwitch }: Receivers): object =>
  deadMansSwitch ? { webhook_configs: [{ url: deadMansSwitch.url, send_resolved: false }] } : {};
