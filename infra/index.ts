import * as pulumi from '@pulumi/pulumi';
import { costOf, requireBudget } from './cost.ts';
import { asRunError } from './run-error.ts';
import { readSettings, SettingsError } from './settings.ts';
import type { Given } from './targets/given.ts';
import { type PendingOutputs, targets } from './targets/index.ts';
import { receiverKeys, receiversOf } from './targets/receivers.ts';

/** The program: read the settings of the stack, build its target from the catalogue, export where everything is. */
export default async function main(): Promise<PendingOutputs> {
  try {
    return await deploy();
  } catch (error) {
    throw asRunError(error);
  }
}

async function deploy(): Promise<PendingOutputs> {
  const settings = readSettings(pulumi.getStack(), pulumi.getProject(), (namespace, key) =>
    new pulumi.Config(namespace).get(key),
  );
  requireBudget(settings, costOf(settings));
  const build = targets[settings.target];
  if (!build)
    throw new SettingsError(
      `The target ${settings.target} is not part of this version. Use: npm run up -- local`,
    );
  return build(settings, {
    databaseUrl: given('database', 'DATABASE_URL'),
    redisUrl: given('redis', 'REDIS_URL'),
    mailUrl: given('mail', 'MAIL_URL'),
    backupAccessKeyId: new pulumi.Config('backups').getSecret('accessKeyId') ?? null,
    backupSecretAccessKey: new pulumi.Config('backups').getSecret('secretAccessKey') ?? null,
    receivers: receivers(),
  });
}

/** Who is told of alerts: every part of it is a secret of the stack's configuration. */
function receivers(): Given['receivers'] {
  const config = new pulumi.Config('alerts');
  const settings = receiverKeys.map((key) => [key, config.getSecret(key)]);
  return pulumi.all(Object.fromEntries(settings)).apply(receiversOf);
}

/** What the operator has already: from the stack's configuration, else from the environment. */
function given(namespace: string, variable: string): pulumi.Output<string> | null {
  const url = new pulumi.Config(namespace).getSecret('url');
  const fromEnvironment = process.env[variable];
  return url ?? (fromEnvironment ? pulumi.secret(fromEnvironment) : null);
}
