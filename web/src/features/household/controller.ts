import type { PlannedDevice, PlanResponse } from '@eo/app/contract/plan.ts';
import { createMemo, createResource } from 'solid-js';
import { household } from '../../api/account.ts';
import type { PlanBody } from '../../api/client.ts';
import { createPolled } from '../../api/create-polled.ts';
import type { PlanQuery } from '../../paths.ts';
import { dayOf } from '../../time.ts';
import { createNowMs } from '../../ui/clock.ts';
import { replanEveryMs } from '../plan/controller.ts';
import { askedOf, planHours } from '../plan/templates.ts';
import { rememberedZone } from '../zone/zone-choice.ts';
import { namesOf, withDevice, without } from './devices.ts';

/** What the page of the household shows, computed from what the account has stored and the plan that the API makes of it. */
export function createHousehold() {
  const [stored, { refetch }] = createResource(household.read);
  const known = () => (stored.error ? null : (stored.latest ?? null));
  const hasDevices = (): boolean => namesOf(known()?.request ?? { devices: {} }).length > 0;
  const polled = createPolled({
    key: (): [string] | null => (hasDevices() ? [known()?.updatedAt ?? ''] : null),
    load: (_, signal) => household.plan(signal),
    everyMs: replanEveryMs,
  });
  const nowMs = createNowMs(30_000);
  const plan = createMemo((): PlanResponse | null => polled().value ?? polled().error?.nearestPlan ?? null);

  const store = async (request: PlanBody): Promise<void> => {
    if (namesOf(request).length > 0) await household.store(request);
    else await household.forget();
    await refetch();
  };
  return {
    isLoading: () => stored.loading && known() === null,
    failure: () => stored.error as Error | undefined,
    hasDevices,
    plan,
    problem: () => polled().error,
    today: createMemo(() => dayOf(nowMs(), plan()?.timeZone ?? 'UTC')),
    /** Stores a device as it stands on the page of plans. What is stored is read anew: another tab may have changed it. */
    add: async (offered: PlanQuery): Promise<void> => {
      const zone = offered.zone ?? rememberedZone() ?? '';
      const begun = (await household.read())?.request ?? { zone, hours: planHours, devices: {} };
      await store(withDevice(begun, askedOf(offered)));
    },
    remove: async ({ id }: PlannedDevice): Promise<void> => {
      const now = await household.read();
      if (now) await store(without(now.request, [id]));
    },
  };
}

export type Household = ReturnType<typeof createHousehold>;
