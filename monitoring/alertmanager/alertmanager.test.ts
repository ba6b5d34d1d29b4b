import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alerts } from '../alerts/index.ts';
import { check, hasProgram, inFolder, needs } from '../testing/programs.ts';
import { type Receivers, receiverNames } from './config.ts';
import { alertmanagerFolder } from './folder.ts';
import { inhibitRules } from './inhibition.ts';

const everyWay: Receivers = {
  webhook: { url: 'https://hooks.example.org/alerts', token: 'a token' },
  slack: { url: 'https://hooks.slack.com/services/T0/B0/x', channel: '#electricity' },
  email: {
    to: 'operator@example.org',
    from: 'alerts@example.org',
    smarthost: 'mail.example.org:587',
    username: 'alerts',
    password: 'a password',
  },
  deadMansSwitch: { url: 'https://watcher.example.org/ping/1' },
};

describe.skipIf(!hasProgram('amtool'))(`Alertmanager ${needs('amtool')}`, () => {
  const onlyEmail: Receivers = everyWay.email ? { email: everyWay.email } : {};
  it.each([
    ['no receiver', {}],
    ['e-mail alone', onlyEmail],
    ['every receiver', everyWay],
  ])('accepts its configuration with %s', async (_title, receivers) => {
    const { code, output } = await inFolder(alertmanagerFolder(receivers), (folder) =>
      check('amtool', ['check-config', join(folder, 'alertmanager.yml')]),
    );
    expect(output).toContain('SUCCESS');
    expect(output).toContain('1 templates');
    expect(code, output).toBe(0);
  });

  it.each([
    ['alertname=HighErrorRate', 'severity=critical', receiverNames.critical],
    ['alertname=HighAPILatency', 'severity=warning', receiverNames.warning],
    ['alertname=DeadMansSwitch', 'severity=none', receiverNames.deadMansSwitch],
    ['alertname=Unheard', 'severity=unheard', receiverNames.warning],
  ])('routes %s %s to %s', async (name, severity, receiver) => {
    const { code, output } = await inFolder(alertmanagerFolder(everyWay), (folder) => {
      const file = join(folder, 'alertmanager.yml');
      return check('amtool', ['config', 'routes', 'test', '--config.file', file, name, severity]);
    });
    // Debian's amtool may add a warning that it does not ask the running Alertmanager.
    expect(output.split('\n')[0]).toBe(receiver);
    expect(code).toBe(0);
  });
});

describe('inhibition', () => {
  const rules = inhibitRules();

  it('lets a service that is down explain its symptoms', () => {
    const down = rules.find(({ source_matchers }) => source_matchers.includes('service="backend"'));
    expect(down?.source_matchers).toEqual(['alertname="ServiceDown"', 'service="backend"']);
    expect(down?.target_matchers[1]).toContain('HighAPILatency');
  });

  it('never holds back what is critical', () => {
    expect(rules.every(({ target_matchers }) => target_matchers.includes('severity="warning"'))).toBe(true);
    expect(rules.length).toBeGreaterThan(4);
  });

  it('is not circular: no alert silences what silences it', () => {
    const silences = new Map(
      alerts.map(({ name, silencedBy = [] }) => [name, silencedBy.map(({ alert }) => alert)]),
    );
    const circular = [...silences].filter(([name, causes]) =>
      causes.some((cause) => silences.get(cause)?.includes(name)),
    );
    expect(circular).toEqual([]);
  });
});
