import type { PlanBody } from '../../api/client.ts';
import { planTexts } from '../../texts/plan.ts';

/** A device to start from, as most households have it. */
export interface Template {
  id: keyof typeof planTexts.devices;
  /** What one chooses of it: how long it runs, or how much energy it takes. */
  unit: 'minutes' | 'kwh';
  amounts: readonly number[];
  /** Of the amounts, the one that is taken when nobody chose. */
  usual: number;
  /** It as the API plans it. */
  devices: (amount: number, wishes: Wishes) => PlanBody['devices'];
}

interface Wishes {
  /** `HH:MM`; undefined for none. */
  deadline: string | undefined;
  /** Whether it must not be heard at night; of no meaning to what is silent. */
  quiet: boolean;
}

/** When neighbours sleep, on the zone's clock. */
export const night = { from: '22:00', to: '06:00' } as const;

/** Something that runs in one piece, with its mean power. */
function appliance(id: Template['id'], powerKw: number, amounts: number[], usual: number): Template {
  return {
    id,
    unit: 'minutes',
    amounts,
    usual,
    devices: (minutes, { deadline, quiet }) => ({
      appliances: [
        {
          id: planTexts.devices[id],
          powerKw,
          minutes,
          ...(deadline && { deadline }),
          ...(quiet && { quietHours: [night] }),
        },
      ],
    }),
  };
}

/** Every template, the most usual first. Powers are means over a run, not what the plate says. */
export const templates: readonly [Template, ...Template[]] = [
  appliance('dishwasher', 0.4, [90, 150, 210], 150),
  appliance('washer', 0.5, [60, 120, 180], 120),
  appliance('dryer', 1, [60, 120, 180], 120),
  {
    id: 'car',
    unit: 'kwh',
    amounts: [10, 20, 40],
    usual: 20,
    devices: (energyKwh, { deadline }) => ({
      cars: [{ id: planTexts.devices.car, energyKwh, ...(deadline && { deadline }) }],
    }),
  },
];

/** The template of this id; the first for none, and for one that does not exist. */
export const templateOf = (id: string | null): Template =>
  templates.find((template) => template.id === id) ?? templates[0];

/** The amount that was asked for, where the template has it; else its usual one. */
export const amountOf = ({ amounts, usual }: Template, asked: number | null): number =>
  asked !== null && amounts.includes(asked) ? asked : usual;
