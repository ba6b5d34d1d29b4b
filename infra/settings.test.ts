import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from './settings.ts';

const read = (stack: string, config: Record<string, string> = {}) =>
  readSettings(stack, 'electricity-optimizer', (namespace, key) => config[`${namespace}:${key}`]);

describe('readSettings', () => {
  it('needs no configuration for the known stacks', () => {
    expect(read('local')).toMatchObject({ target: 'local', backendReplicas: 1, ports: {}, budgetUsd: 50 });
    expect(read('production')).toMatchObject({ target: 'cloud', nodeEnv: 'production' });
  });

  it('takes the target of a stack of another name from its configuration', () => {
    expect(read('mine', { 'electricity-optimizer:target': 'local' }).target).toBe('local');
  });

  it.each([
    ['a stack without a target', 'mine', {}, /no target[\s\S]*config set target local -s mine/],
    ['an unknown target', 'mine', { 'electricity-optimizer:target': 'moon' }, /unknown target "moon"/],
    [
      'a port out of range',
      'local',
      { 'ports:backend': '70000' },
      /ports:backend is "70000"[\s\S]*config set/,
    ],
    ['a port that is no number', 'local', { 'ports:backend': 'http' }, /ports:backend is "http"/],
    ['an empty number', 'local', { 'backend:replicas': ' ' }, /backend:replicas/],
    ['half a replica', 'local', { 'backend:replicas': '1.5' }, /whole number/],
    ['no replica', 'local', { 'backend:replicas': '0' }, /from 1 to 20/],
    [
      'a folder for the backups of a stack whose jobs run at GitHub',
      'production',
      { 'backups:to': '/srv/backups' },
      /backups:to is "\/srv\/backups", but must be s3:\/\/[\s\S]*config set backups:to/,
    ],
    ['a folder for backups that is relative', 'local', { 'backups:to': 'backups' }, /must be \/<folder>/],
    ['a negative budget', 'local', { 'costs:budgetUsd': '-1' }, /costs:budgetUsd is "-1"/],
  ])('refuses %s and says what to do', (_, stack, config, message) => {
    const attempt = () => read(stack, config as Record<string, string>);
    expect(attempt).toThrow(SettingsError);
    expect(attempt).toThrow(message);
  });
});
