import * as pulumi from '@pulumi/pulumi';
import { readSettings, SettingsError } from './settings.ts';
import { targets } from './targets/index.ts';

/** The program: read the settings of the stack, build its target from the catalogue, export where everything is. */
export default async function main() {
  const settings = readSettings(pulumi.getStack(), pulumi.getProject(), (namespace, key) =>
    new pulumi.Config(namespace).get(key),
  );
  const deploy = targets[settings.target];
  if (!deploy)
    throw new SettingsError(
      `The target ${settings.target} is not part of this version. Use: npm run up -- local`,
    );
  return deploy(settings, {
    databaseUrl: given('database', 'DATABASE_URL'),
    redisUrl: given('redis', 'REDIS_URL'),
  });
}

/** A database or Redis the operator has already: from the stack's configuration, else from the environment. */
function given(namespace: string, variable: string): pulumi.Output<string> | null {
  const url = new pulumi.Config(namespace).getSecret('url');
  const fromEnvironment = process.env[variable];
  return url ?? (fromEnvironment ? pulumi.secret(fromEnvironment) : null);
}
