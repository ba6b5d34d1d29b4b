import type { PlannedDevice, PlanResponse } from '@eo/app/contract/plan.ts';
import { createMemo, createResource } from 'solid-js';
import { household } from '../../api/account.ts';
import type { PlanBody } from '../../api/client.ts';
import { createPolled } from '../../api/create-polled.ts';
import { ApiError } from '../../api/http.ts';
import type { PlanQuery } from '../../paths.ts';
import { dayOf } from '../../time.ts';
import { createNowMs } from '../../ui/clock.ts';
import { amountOf, templateOf } from '../plan/templates.ts';
import { rememberedZone } from '../zone/zone-choice.ts';
import { namesOf, withDevice, without } from './devices.ts';

/** A plan begins with the next quarter hour, and better prices may have come. */
const replanEveryMs = 5 * 60_000;
/** How far ahead a household is planned that was stored by no program. */
const planHours = 36;

/** What the page of the household shows, computed from what the account has stored and the plan that the API makes of it. */
export function createHousehold() {
  const [stored, { refetch }] = createResource(readStored);
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
    /** Stores a device as it stands on the page of plans. */
    add: ({ zone, device, amount, by, quiet }: PlanQuery): Promise<void> => {
      const template = templateOf(device);
      const wishes = { deadline: by ?? undefined, quiet, startedMs: null, quarterMs: 0 };
      const begun = known()?.request ?? {
        zone: zone ?? rememberedZone() ?? '',
        hours: planHours,
        devices: {},
      };
      return store(withDevice(begun, template.asked(amountOf(template, amount), wishes)));
    },
    remove: async ({ id }: PlannedDevice): Promise<void> => {
      const request = known()?.request;
      if (request) await store(without(request, [id]));
    },
  };
}

export type Household = ReturnType<typeof createHousehold>;

async function readStored() {
  try {
    return await household.read();
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not-found') return null;
    throw error;
  }
}
