import * as pulumi from '@pulumi/pulumi';
import { expect, it } from 'vitest';
import { secret } from '../catalog/references.ts';
import { makeProcess } from './local.ts';
import type { LocalHost, PlannedProcess } from './local-plan.ts';

const planned: PlannedProcess = {
  name: 'prometheus',
  command: '/usr/bin/prometheus',
  args: [],
  cwd: '/data/prometheus',
  env: { INTERNAL_API_KEY: secret('internal-api-key') },
  files: { key: secret('internal-api-key') },
  stdin: ['password ', secret('internal-api-key')],
  replicas: 1,
  port: 9090,
  health: null,
  healthTimeoutSeconds: 1,
  memoryLimitMb: null,
  stopSignal: 'SIGTERM',
  stopTimeoutSeconds: 1,
  dependsOn: [],
  logFile: '/data/logs/prometheus.log',
  revision: '1',
};

it('while a secret is rotated a process takes both values, and sends the new one', async () => {
  const made: Record<string, unknown>[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => {
      made.push(inputs);
      return { id: name, state: inputs };
    },
    call: () => ({}),
  });
  makeProcess(
    planned,
    { dataRoot: '/data' } as LocalHost,
    (_reference, as = 'accepted') => (as === 'accepted' ? 'new,old' : 'new'),
    [],
  );
  await pulumi.runtime.disconnect();
  expect(made).toMatchObject([
    { env: { INTERNAL_API_KEY: 'new,old' }, files: { key: 'new' }, stdin: 'password new' },
  ]);
});
