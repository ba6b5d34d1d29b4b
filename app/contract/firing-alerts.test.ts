import { describe, expect, it } from 'vitest';
import { firingAlerts } from './firing-alerts.ts';

const alert = (alertname: string, severity: string, state: 'pending' | 'firing' = 'firing') => ({
  state,
  activeAt: '2026-11-25T10:00:00.123456789Z',
  labels: { alertname, severity },
  annotations: { summary: `${alertname}: 7`, runbook_url: `docs/runbooks/${alertname}.md` },
});

describe('firingAlerts', () => {
  it('lists what fires, critical ones first, without what is pending or always fires', () => {
    const alerts = [
      alert('HighAPILatency', 'warning'),
      alert('ServiceDown', 'critical'),
      alert('RedisDown', 'warning', 'pending'),
      alert('DeadMansSwitch', 'none'),
    ];
    const found = firingAlerts({ data: { alerts } });
    expect(found.map(({ name }) => name)).toEqual(['ServiceDown', 'HighAPILatency']);
    expect(found[0]).toEqual({
      name: 'ServiceDown',
      severity: 'critical',
      summary: 'ServiceDown: 7',
      since: '2026-11-25T10:00:00.123Z',
      runbook: 'docs/runbooks/ServiceDown.md',
    });
  });
});
