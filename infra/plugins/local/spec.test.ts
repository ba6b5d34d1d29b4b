import { describe, expect, it } from 'vitest';
import { type ProcessSpec, specHash } from './spec.ts';

export const exampleSpec: ProcessSpec = {
  name: 'example',
  command: 'node',
  args: ['server.js'],
  cwd: '/tmp',
  env: { A: '1', B: '2' },
  stdin: null,
  replicas: 1,
  port: 8000,
  health: { kind: 'tcp' },
  healthTimeoutSeconds: 5,
  memoryLimitMb: null,
  stopSignal: 'SIGTERM',
  stopTimeoutSeconds: 5,
  dependsOn: [],
  logFile: '/tmp/example.log',
  runAs: null,
  revision: '1',
};

describe('specHash', () => {
  it('does not depend on the order of keys', () => {
    expect(specHash({ ...exampleSpec, env: { B: '2', A: '1' } })).toBe(specHash(exampleSpec));
  });

  it.each<[string, Partial<ProcessSpec>]>([
    ['an environment variable', { env: { A: '1', B: '3' } }],
    ['the revision', { revision: '2' }],
    ['the order of arguments', { args: ['server.js', '--x'] }],
    ['what is piped in', { stdin: 'x' }],
    ['a file it reads', { files: { 'a.yml': 'x' } }],
  ])('changes with %s', (_, change) => {
    expect(specHash({ ...exampleSpec, ...change })).not.toBe(specHash(exampleSpec));
  });
});
