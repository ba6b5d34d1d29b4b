import type { Secret } from './types.ts';

/** Secrets that a stack generates for itself unless its configuration gives them. */
export const secrets: readonly Secret[] = [
  {
    name: 'internal-api-key',
    purpose: 'Service-to-service authentication: /metrics and price refresh',
    length: 43,
    usedBy: ['backend', 'prometheus'],
    acceptsTwo: true,
  },
  {
    name: 'jwt-signing-key',
    purpose: 'Signs access tokens of accounts: 32 bytes, base64url',
    length: 43,
    usedBy: ['backend'],
    acceptsTwo: true,
  },
  {
    name: 'push-key',
    purpose:
      'By which push services of browsers know the stack: 32 bytes, base64url; with another one browsers subscribe anew',
    length: 43,
    usedBy: ['backend'],
  },
  { name: 'postgres-password', purpose: 'Role of the application', length: 43, usedBy: ['postgres'] },
  {
    name: 'postgres-owner-password',
    purpose: 'Role that owns the tables: migrations and restores',
    length: 43,
    usedBy: ['postgres'],
  },
  { name: 'redis-password', purpose: 'Redis AUTH', length: 43, usedBy: ['redis'] },
  {
    name: 'backup-key',
    purpose: 'Seals backups: 32 bytes, base64url',
    length: 43,
    usedBy: ['scheduler'],
    opensData: true,
  },
  { name: 'grafana-admin-password', purpose: 'First login to Grafana', length: 24, usedBy: ['grafana'] },
];
