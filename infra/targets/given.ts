import { alertmanagerFile, type Receivers } from '@eo/monitoring/alertmanager/config.ts';
import type * as pulumi from '@pulumi/pulumi';
import type { SettingName } from '../catalog/types.ts';

/** What the operator has already and says so in the stack's configuration, all of it secret. */
export interface Given {
  /** Used instead of a database that the target would bring; null where it shall bring one. */
  databaseUrl: pulumi.Output<string> | null;
  redisUrl: pulumi.Output<string> | null;
  mailUrl: pulumi.Output<string> | null;
  /** Of the bucket that backups are kept in. */
  backupAccessKeyId: pulumi.Output<string> | null;
  backupSecretAccessKey: pulumi.Output<string> | null;
  /** Who is told of alerts. */
  receivers: pulumi.Output<Receivers>;
}

/** The value of a setting that is a secret of the operator; undefined for every other, and where none is given. */
export function givenSetting(given: Given, name: SettingName): pulumi.Output<string> | undefined {
  if (name === 'alertmanagerConfig') return given.receivers.apply(alertmanagerFile);
  if (name !== 'mailUrl' && name !== 'backupAccessKeyId' && name !== 'backupSecretAccessKey')
    return undefined;
  return given[name] ?? undefined;
}
