import { describe, expect, it } from 'vitest';
import type { PlanBody } from '../../api/client.ts';
import { templateOf } from '../plan/templates.ts';
import { namesOf, withDevice, without } from './devices.ts';

const wishes = { deadline: '07:00', quiet: false, startedMs: null, quarterMs: 0 };
const asked = (device: string, amount: number) => templateOf(device).asked(amount, wishes);
const stored: PlanBody = { zone: 'SE3', hours: 36, ...asked('dishwasher', 150) };

describe('the devices of a household', () => {
  it('get another one, of any kind, and keep what the house itself draws', () => {
    const more = withDevice(withDevice(stored, asked('car', 20)), asked('battery', 10));
    expect(namesOf(more)).toEqual(['Dishwasher', 'Electric car', 'Home battery']);
    expect(more).toMatchObject({ zone: 'SE3', hours: 36, household: { baseLoadKw: 0.4 } });
  });

  it('have one of a name: the last that went in', () => {
    const again = withDevice(stored, asked('dishwasher', 90));
    expect(again.devices.appliances).toMatchObject([{ id: 'Dishwasher', minutes: 90 }]);
  });

  it('lose one by its name, and nobody waits for it any more', () => {
    const dryer = { id: 'Tumble dryer', powerKw: 1, minutes: 60, after: 'Dishwasher' };
    const both = withDevice(stored, { devices: { appliances: [dryer] } });
    const left = without(both, ['Dishwasher']);
    expect(left.devices.appliances).toEqual([{ id: 'Tumble dryer', powerKw: 1, minutes: 60 }]);
    expect(without(both, ['Home battery']).devices.appliances?.at(-1)).toEqual(dryer);
  });
});
