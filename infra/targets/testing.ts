import * as pulumi from '@pulumi/pulumi';
import type { Given } from './given.ts';

/** An operator who brings nothing along. */
export const nothingGiven: Given = {
  databaseUrl: null,
  redisUrl: null,
  mailUrl: null,
  backupAccessKeyId: null,
  backupSecretAccessKey: null,
  receivers: pulumi.output({}),
};
