import type { PlanBody } from '../../api/client.ts';
import type { Asked } from '../plan/templates.ts';

/** What an account plans with, as it is changed: a device goes in, and comes out by its name. */

interface Named {
  id?: string;
}

/** Names of all devices, in the order of the API. */
export const namesOf = ({ devices }: Pick<PlanBody, 'devices'>): string[] =>
  all(devices).flatMap(({ id }) => id ?? []);

/** A device goes in; one of the same name makes room for it. */
export function withDevice(request: PlanBody, { devices, household }: Asked): PlanBody {
  const names = namesOf({ devices });
  const { appliances, cars, batteries, heaters } = without(request, names).devices;
  return {
    ...request,
    household: { ...request.household, ...household },
    devices: {
      appliances: [...(appliances ?? []), ...(devices.appliances ?? [])],
      cars: [...(cars ?? []), ...(devices.cars ?? [])],
      batteries: [...(batteries ?? []), ...(devices.batteries ?? [])],
      heaters: [...(heaters ?? []), ...(devices.heaters ?? [])],
    },
  };
}

/** Devices come out; who waited for one of them no longer does. */
export function without(request: PlanBody, names: readonly string[]): PlanBody {
  const { appliances, cars, batteries, heaters } = request.devices;
  const stays = ({ id }: Named): boolean => !names.includes(id ?? '');
  const alone = (appliances ?? []).filter(stays).map(({ after, ...appliance }) => ({
    ...appliance,
    ...(after && !names.includes(after) && { after }),
  }));
  return {
    ...request,
    devices: {
      appliances: alone,
      cars: (cars ?? []).filter(stays),
      batteries: (batteries ?? []).filter(stays),
      heaters: (heaters ?? []).filter(stays),
    },
  };
}

const all = ({ appliances, cars, batteries, heaters }: PlanBody['devices']): Named[] => [
  ...(appliances ?? []),
  ...(cars ?? []),
  ...(batteries ?? []),
  ...(heaters ?? []),
];
