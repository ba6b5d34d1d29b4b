import type { AlertResponse } from '@eo/app/contract/alerts.ts';
import { alertTexts } from '../../texts/alerts.ts';

/** In the order in which they are told; values of the contract stay out of what the browser loads. */
const channels = ['email', 'push', 'webhook'] as const;

/** "DE-LU: below 5 ct/kWh", or the name that its owner gave it. */
export function nameOf({ name, zone, kind, perKwh, minutes, unit }: AlertResponse): string {
  if (name) return name;
  const rule = alertTexts.rule[kind];
  if (typeof rule === 'string') return `${zone}: ${rule}`;
  if (kind === 'cheapest-window') return `${zone}: ${alertTexts.rule[kind](minutes ?? 0)}`;
  if (kind === 'below' || kind === 'above')
    return `${zone}: ${alertTexts.rule[kind](`${perKwh ?? 0} ${unit}`)}`;
  return zone;
}

/** "30 minutes before, mail, browser". */
export function termsOf(alert: AlertResponse): string {
  const lead = alert.kind === 'tomorrow' ? [] : [alertTexts.leadOf(alert.leadMinutes)];
  const told = channels.filter((name) => alert[name]).map((name) => alertTexts.channels[name]);
  return [...(alert.enabled ? [] : [alertTexts.off]), ...lead, ...told].join(', ');
}
