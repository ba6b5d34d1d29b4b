import { describe, expect, it } from 'vitest';
import type { Outcome } from '../drill/alerts.ts';
import type { Result } from '../drill/recovery/index.ts';
import { findMonitoring } from '../targets/local-monitoring.ts';
import { which } from '../which.ts';
import { execute, lastJson, processesNaming, succeeded } from './kit.ts';

const missing = Object.entries(findMonitoring(which)).flatMap(([name, path]) => (path ? [] : [name]));
if (missing.length > 0 && process.env.REQUIRE_ALL === '1')
  throw new Error(`REQUIRE_ALL=1, but ${missing.join(', ')} is not on PATH.`);

const drill = (...args: string[]) =>
  execute('npm', ['run', '--silent', 'drill', '--', ...args], { ...process.env, NO_COLOR: '1' });

/** A few of its causes, each of another kind; the whole takes 20 minutes. */
const alerts = ['ServiceDown', 'RedisDown', 'PostgresDown', 'ScrapeLimitExceeded', 'FeedFetchesFailing'];

describe.skipIf(missing.length > 0)(`the fire drill (needs ${missing.join(', ') || 'nothing more'})`, () => {
  it('sees alerts fire, be delivered and be resolved, and leaves nothing behind', async () => {
    const ran = succeeded(await drill('alerts', '--only', alerts.join(','), '--json'));
    const { outcomes } = lastJson<{ outcomes: Outcome[] }>(ran);
    expect(outcomes.map(({ alert }) => alert)).toEqual(expect.arrayContaining(alerts));
    for (const { alert, firing, delivered, notDelivered, resolved } of outcomes) {
      expect(firing, alert).toBeGreaterThan(0);
      expect(delivered !== null || notDelivered !== null, alert).toBe(true);
      expect(resolved, alert).not.toBeNull();
    }
    expect(outcomes.find(({ alert }) => alert === 'DependencyDown')?.notDelivered).toBe(
      'held back by PostgresDown',
    );
    expect(await processesNaming('eo-drill-')).toEqual([]);
  });

  it('refuses an alert that there is not, and one that it does not cause', async () => {
    expect((await drill('alerts', '--only', 'Nonsense')).stderr).toContain('There is no alert Nonsense');
    const refused = await drill('alerts', '--only', 'DiskAlmostFull');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('DiskAlmostFull is not caused by a drill: the disk');
  });
});

describe('the drills of recovery', () => {
  it.each(['api-lost', 'to-the-second', 'stack-lost'])(
    '%s: everything comes back, and nothing that was acknowledged is lost',
    async (name) => {
      const ran = succeeded(await drill(name, '--seed', '1', '--json'));
      const { seed, results } = lastJson<{ seed: number; results: Result[] }>(ran);
      expect(seed).toBe(1);
      expect(results).toMatchObject([{ name, pass: true, lostWrites: 0, failures: [] }]);
      expect(results[0]?.rtoSeconds).toBeGreaterThan(0);
      expect(results[0]?.rtoSeconds).toBeLessThan(60);
      expect(await processesNaming('eo-recovery-')).toEqual([]);
    },
  );

  it('refuses a drill that there is not, and a number that is none', async () => {
    const unknown = await drill('nonsense');
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      expect.stringContaining('There is no drill nonsense. Known: alerts'),
    ]);
    expect((await drill('api-lost', '--seed', 'x')).stderr).toContain('--seed is "x"');
    const elsewhere = { ...process.env, DATABASE_URL: 'postgresql://127.0.0.1:1/none', NO_COLOR: '1' };
    const args = ['run', '--silent', 'drill', '--', 'api-lost', '--record', 'local'];
    expect((await execute('npm', args, elsewhere)).stderr).toContain('DATABASE_URL is set');
  });
});
