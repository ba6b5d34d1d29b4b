import { describe, expect, it } from 'vitest';
import { alertmanagerFile } from './alertmanager/config.ts';
import { faster } from './faster.ts';
import { alertRulesFile, recordingRulesFile } from './rules/files.ts';

describe('rules for a drill', () => {
  it('look back and hold for less, but no less than scraping allows', () => {
    const rule =
      'expr: increase(x[6h]) > 3600 and avg_over_time(y[5m] offset 1d)\n  for: 1h\n  for: 2m\n  repeat_interval: 12h';
    expect(faster(rule, 60)).toBe(
      'expr: increase(x[360s]) > 3600 and avg_over_time(y[8s] offset 1440s)\n  for: 60s\n  for: 5s\n  repeat_interval: 720s',
    );
  });

  it('change in nothing but their times', () => {
    const receivers = { webhook: { url: 'http://127.0.0.1:1/' } };
    for (const file of [alertRulesFile(), recordingRulesFile(), alertmanagerFile(receivers)]) {
      const withoutTimes = (text: string): string => text.replace(/\b\d+[smhd]\b/g, 'T');
      expect(withoutTimes(faster(file, 60))).toBe(withoutTimes(file));
      expect(faster(file, 60)).not.toMatch(/(\[|offset |for: |_interval: |_wait: )\d+[mhd]\b/);
    }
  });
});
