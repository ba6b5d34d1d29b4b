import type { Resources, Service } from '../catalog/types.ts';
import type { Settings } from '../settings.ts';

/** What a service may use at most: the catalogue's limits, or what the operator set instead. */
export function limitsOf(settings: Pick<Settings, 'limits'>, { name, limits }: Service): Resources {
  return { ...limits, ...settings.limits[name] };
}
