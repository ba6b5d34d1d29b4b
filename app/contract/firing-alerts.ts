import Type, { type Static } from 'typebox';
import { Instant } from './http.ts';

/** An alert of Prometheus that fires now. */
export const FiringAlert = Type.Object({
  name: Type.String(),
  severity: Type.String(),
  summary: Type.String({ description: 'One line with the number' }),
  since: Type.Unsafe<string>({ ...Instant, description: 'Since when its condition holds' }),
  runbook: Type.String({
    description: 'Address of its runbook, relative to the repository unless the stack says otherwise',
  }),
});
export type FiringAlert = Static<typeof FiringAlert>;

/** What `GET /api/v1/alerts` of Prometheus answers, as far as it is read. */
interface AlertsAnswer {
  data: {
    alerts: {
      state: 'pending' | 'firing';
      activeAt: string;
      labels: Record<string, string>;
      annotations: Record<string, string>;
    }[];
  };
}

/** Alerts that fire, critical ones first; the dead man's switch, which always fires, is left out. */
export function firingAlerts({ data }: AlertsAnswer): FiringAlert[] {
  return data.alerts
    .filter(({ state, labels }) => state === 'firing' && labels.severity !== 'none')
    .map(({ labels, annotations, activeAt }) => ({
      name: labels.alertname ?? '',
      severity: labels.severity ?? '',
      summary: annotations.summary ?? '',
      since: new Date(activeAt).toISOString(),
      runbook: annotations.runbook_url ?? '',
    }))
    .sort((a, b) => a.severity.localeCompare(b.severity) || a.name.localeCompare(b.name));
}

/** Asks Prometheus; null when it does not answer. */
export async function readFiringAlerts(prometheusUrl: string): Promise<FiringAlert[] | null> {
  try {
    const response = await fetch(`${prometheusUrl}/api/v1/alerts`, { signal: AbortSignal.timeout(3_000) });
    return firingAlerts((await response.json()) as AlertsAnswer);
  } catch {
    return null;
  }
}
