import type { Secret } from './types.ts';

/** Secrets that a stack generates for itself unless its configuration gives them. */
export const secrets: readonly Secret[] = [
  {
    name: 'internal-api-key',
    purpose: 'Service-to-service authentication: /metrics and price refresh',
    length: 43,
    usedBy: ['backend', 'prometheus'],
  },
  { name: 'postgres-password', purpose: 'Role of the application', length: 43, usedBy: ['postgres'] },
  { name: 'redis-password', purpose: 'Redis AUTH', length: 43, usedBy: ['redis'] },
  { name: 'grafana-admin-password', purpose: 'First login to Grafana', length: 24, usedBy: ['grafana'] },
];
