import type { Reference, SecretName, ServiceName, SettingName } from './types.ts';

/**
 * The address of another service, as the reader must use it on its target. `urls` lists one per replica, `ownerUrl` is
 * that of a database with the role that owns its tables.
 */
export const from = (service: ServiceName, attribute: 'url' | 'urls' | 'ownerUrl' = 'url'): Reference => ({
  from: 'service',
  service,
  attribute,
});

/** A generated or configured secret. */
export const secret = (name: SecretName): Reference => ({ from: 'secret', secret: name });

/** A per-stack setting. */
export const setting = (name: SettingName): Reference => ({ from: 'setting', setting: name });
