import { alerts } from '../alerts/index.ts';
import { anyOf } from '../promql.ts';
import type { Cause } from '../rules/types.ts';

export interface InhibitRule {
  source_matchers: string[];
  target_matchers: string[];
  equal?: string[];
}

/**
 * One rule for each cause: while it fires, the warnings that name it in `silencedBy` are not delivered. Critical
 * alerts are always delivered: a cause may concern one replica of several, and users may suffer from another one.
 */
export function inhibitRules(): InhibitRule[] {
  const causes = new Map<string, { cause: Cause; symptoms: string[] }>();
  for (const { name, silencedBy = [] } of alerts) {
    for (const cause of silencedBy) {
      const key = `${cause.alert}/${cause.service ?? ''}`;
      const entry = causes.get(key) ?? { cause, symptoms: [] };
      entry.symptoms.push(name);
      causes.set(key, entry);
    }
  }
  return [...causes.values()].map(({ cause, symptoms }) => ({
    source_matchers: [`alertname="${cause.alert}"`, ...(cause.service ? [`service="${cause.service}"`] : [])],
    target_matchers: ['severity="warning"', `alertname=~"${anyOf(symptoms)}"`],
    ...sameDisk(cause),
  }));
}

/** One full disk does not explain another: these alerts have the same labels, so they are compared. */
function sameDisk({ alert }: Cause): Pick<InhibitRule, 'equal'> {
  const equal: Record<string, string[]> = {
    DiskAlmostFull: ['instance', 'mountpoint'],
    CertificateExpires: ['host'],
  };
  return equal[alert] ? { equal: equal[alert] } : {};
}
