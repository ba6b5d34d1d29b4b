import type { PlanBody } from '../../api/client.ts';
import type { PlanQuery } from '../../paths.ts';
import { planTexts } from '../../texts/plan.ts';

/** What a template asks the API for. */
export type Asked = Pick<PlanBody, 'devices' | 'household'>;

/** A device to start from, as most households have it. */
export interface Template {
  id: keyof typeof planTexts.devices;
  /** What one chooses of it: how long it runs, how much it charges or holds, or how large it is. */
  unit: keyof typeof planTexts.amounts;
  amounts: readonly number[];
  /** Of the amounts, the one that is taken when nobody chose. */
  usual: number;
  /** Whether somebody starts it, and wants it done by a time; the others go on for ever. */
  isStarted: boolean;
  /** Whether it can be heard, so that it may have to be quiet at night. */
  isLoud: boolean;
  /** It as the API plans it. */
  asked: (amount: number, wishes: Wishes) => Asked;
}

export interface Wishes {
  /** `HH:MM`; undefined for none. */
  deadline: string | undefined;
  /** Whether it must not be heard at night; of no meaning to what is silent. */
  quiet: boolean;
  /** When it was started in spite of the plan, Unix milliseconds; null when it was not. */
  startedMs: number | null;
  /** Start of the quarter hour of now, Unix milliseconds. */
  quarterMs: number;
}

/** When neighbours sleep, on the zone's clock. */
export const night = { from: '22:00', to: '06:00' } as const;

/** What a usual wall box gives, kW. */
const wallBoxKw = 11;
const hourMs = 3_600_000;

/** Something that runs in one piece, with its mean power. */
function appliance(id: Template['id'], powerKw: number, amounts: number[], usual: number): Template {
  return {
    id,
    unit: 'minutes',
    amounts,
    usual,
    isStarted: true,
    isLoud: true,
    asked: (minutes, { deadline, quiet, startedMs }) => {
      const one = { id: planTexts.devices[id], powerKw, minutes };
      const wished =
        startedMs === null
          ? { ...(deadline && { deadline }), ...(quiet && { quietHours: [night] }) }
          : { startedAt: new Date(startedMs).toISOString() };
      return { devices: { appliances: [{ ...one, ...wished }] } };
    },
  };
}

const car: Template = {
  id: 'car',
  unit: 'kwh',
  amounts: [10, 20, 40],
  usual: 20,
  isStarted: true,
  isLoud: false,
  asked: (kwh, { deadline, startedMs, quarterMs }) => {
    const id = planTexts.devices.car;
    if (startedMs === null)
      return { devices: { cars: [{ id, energyKwh: kwh, ...(deadline && { deadline }) }] } };
    // It charges at full power since then: what is left has time for nothing else.
    const left = Math.max(0.1, kwh - (wallBoxKw * Math.max(0, quarterMs - startedMs)) / hourMs);
    const quarters = Math.ceil(left / (wallBoxKw / 4)) + 1;
    const byMs = quarterMs + quarters * 900_000;
    const one = { id, energyKwh: left, maxKw: wallBoxKw, deadline: new Date(byMs).toISOString() };
    return { devices: { cars: [one] } };
  },
};

/** Something that nobody starts and that is never done; all that is chosen of it is its size. */
const goingOn = (
  id: Template['id'],
  unit: Template['unit'],
  amounts: number[],
  usual: number,
  asked: (size: number) => Asked,
): Template => ({ id, unit, amounts, usual, isStarted: false, isLoud: false, asked });

/** What is taken for granted of what has no switch; the page says so. */
export const assumed = {
  battery: { socPercent: 50, efficiency: 0.9, baseLoadKw: 0.4 },
  heater: { powerKw: 2, temperatureC: 52, minC: 45, maxC: 65, draws: ['07:00', '20:00'], drawKwh: 2 },
  heatPump: { temperatureC: 21, minC: 20, maxC: 22, surroundingsC: 5, cop: 3 },
} as const;

const battery = goingOn('battery', 'capacity', [5, 10, 15], 10, (capacityKwh) => {
  const { baseLoadKw, ...state } = assumed.battery;
  const kw = capacityKwh / 2;
  const one = { id: planTexts.devices.battery, capacityKwh, ...state, chargeKw: kw, dischargeKw: kw };
  return { household: { baseLoadKw }, devices: { batteries: [one] } };
});

/** Heat that warms a litre of water by a kelvin, kWh. */
const waterKwhPerK = 0.00116;

const heater = goingOn('heater', 'litres', [100, 200, 300], 200, (litres) => {
  const { draws, drawKwh, ...state } = assumed.heater;
  const one = {
    id: planTexts.devices.heater,
    ...state,
    capacityKwhPerK: litres * waterKwhPerK,
    lossKwPerK: 0.002,
    draws: draws.map((at) => ({ at, kwh: drawKwh })),
  };
  return { devices: { heaters: [one] } };
});

/** Of a house as they are built now, by the square metre: it cools down by two thirds in some three days. */
const house = { lossKwPerK: 0.0009, capacityKwhPerK: 0.07, powerKw: 0.02 };

const heatPump = goingOn('heatPump', 'squareMetres', [80, 120, 180], 120, (squareMetres) => {
  const one = {
    id: planTexts.devices.heatPump,
    ...assumed.heatPump,
    powerKw: squareMetres * house.powerKw,
    capacityKwhPerK: squareMetres * house.capacityKwhPerK,
    lossKwPerK: squareMetres * house.lossKwPerK,
  };
  return { devices: { heaters: [one] } };
});

/** Every template, the most usual first. Powers are means over a run, not what the plate says. */
export const templates: readonly [Template, ...Template[]] = [
  appliance('dishwasher', 0.4, [90, 150, 210], 150),
  appliance('washer', 0.5, [60, 120, 180], 120),
  appliance('dryer', 1, [60, 120, 180], 120),
  car,
  battery,
  heatPump,
  heater,
];

/** The template of this id; the first for none, and for one that does not exist. */
export const templateOf = (id: string | null): Template =>
  templates.find((template) => template.id === id) ?? templates[0];

/** The amount that was asked for, where the template has it; else its usual one. */
export const amountOf = ({ amounts, usual }: Template, asked: number | null): number =>
  asked !== null && amounts.includes(asked) ? asked : usual;

/** How far ahead is planned. */
export const planHours = 36;

/** What the API is asked for by what stands on the page of plans, or what was planned last; nothing of it runs yet. */
export function askedOf(wishes: Pick<PlanQuery, 'device' | 'amount' | 'by' | 'quiet'> | null): Asked {
  const template = templateOf(wishes?.device ?? null);
  return template.asked(amountOf(template, wishes?.amount ?? null), {
    deadline: wishes?.by ?? undefined,
    quiet: wishes?.quiet ?? false,
    startedMs: null,
    quarterMs: 0,
  });
}

/** When something that was started is done, Unix milliseconds. */
export const doneMs = ({ unit }: Template, amount: number, startedMs: number): number =>
  startedMs + (unit === 'minutes' ? amount * 60_000 : (amount / wallBoxKw) * hourMs);
