import { createHash } from 'node:crypto';
import ical, { ICalCalendarMethod } from 'ical-generator';
import type { PlanResponse } from '../../contract/plan.ts';

/** What a run is called in a calendar. */
const titles = {
  run: (id: string) => id,
  charge: (id: string) => `Charge ${id}`,
  discharge: (id: string) => `Discharge ${id}`,
  heat: (id: string) => `Heat ${id}`,
} as const;

/**
 * A plan as an iCalendar file (RFC 5545): an event for each run, times in UTC. The id of an event follows from the
 * device and its start, so that a calendar that takes in the plan twice has it once.
 */
export function planCalendar(plan: PlanResponse): string {
  const calendar = ical({
    name: 'Electricity plan',
    prodId: { company: 'electricity-optimizer', product: 'plan' },
    method: ICalCalendarMethod.PUBLISH,
  });
  for (const { id, runs } of plan.devices) {
    for (const { action, start, end, kwh, meanPrice, kind, reason } of runs) {
      const price = `${meanPrice} ${plan.unit}${kind === 'forecast' ? ' (forecast)' : ''}`;
      calendar.createEvent({
        id: `${digest(`${plan.zone} ${id} ${action} ${start}`)}@electricity-optimizer`,
        stamp: new Date(plan.generatedAt),
        start: new Date(start),
        end: new Date(end),
        summary: titles[action](id),
        description: `${kwh} kWh at ${price}. ${reason}${plan.simulated ? ' The prices are simulated.' : ''}`,
      });
    }
  }
  return calendar.toString();
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
