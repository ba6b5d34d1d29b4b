import type { Access } from '../plugins/access.ts';
import type { TestApi } from './api.ts';

/** One method at one address, as the contract describes it. */
export interface Operation {
  method: string;
  path: string;
  summary: string;
  access: Access;
  responses: string[];
  security: string[];
}

interface Described {
  summary?: string;
  'x-access'?: Access;
  responses: Record<string, unknown>;
  security?: Record<string, unknown>[];
}

/** Every operation of the OpenAPI document; the API needs `docs`. */
export async function operationsOf(api: TestApi): Promise<Operation[]> {
  const { paths } = await api.get<{ paths: Record<string, Record<string, Described>> }>('/docs/json');
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      method: method.toUpperCase(),
      path,
      summary: described.summary ?? '',
      access: accessOf(described, `${method} ${path}`),
      responses: Object.keys(described.responses),
      security: (described.security ?? []).flatMap((one) => Object.keys(one)),
    })),
  );
}

function accessOf({ 'x-access': access }: Described, name: string): Access {
  if (access) return access;
  throw new Error(`${name} does not say who may use it.`);
}
