import { translated } from './translation.ts';

/** What a reason tells of, as it is read: prices with their unit. */
interface Reason {
  price: string;
  /** What the price is compared with; null for nothing. */
  other: string | null;
  share: string;
  rank: number;
  count: number;
}

/** The page of plans. */
export const planTexts = translated('plan', {
  title: (device: string, zone: string) => `Plan: ${device} in ${zone}`,
  heading: 'When should it run?',
  device: 'Device',
  devices: {
    dishwasher: 'Dishwasher',
    washer: 'Washing machine',
    dryer: 'Tumble dryer',
    car: 'Electric car',
    battery: 'Home battery',
    heatPump: 'Heat pump',
    heater: 'Hot water tank',
  },
  amounts: {
    minutes: 'How long it runs',
    kwh: 'How much it charges',
    capacity: 'How much it holds',
    litres: 'How large it is',
    squareMetres: 'How large the house is',
  },
  amount: {
    minutes: (minutes: number) => (minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`),
    kwh: (kwh: number) => `${kwh} kWh`,
    capacity: (kwh: number) => `${kwh} kWh`,
    litres: (litres: number) => `${litres} l`,
    squareMetres: (squareMetres: number) => `${squareMetres} m²`,
  },
  by: 'Done by',
  anyTime: 'no deadline',
  quiet: (from: string, to: string) => `quiet from ${from} to ${to}`,
  within: (hours: number) => `within ${hours} h`,
  assumed: {
    battery: (load: string) => `Taken for granted: it is half full, and the house draws ${load} kW.`,
    heater: (low: string, high: string) =>
      `Taken for granted: the water stays between ${low} and ${high} °C, with a shower in the morning and one in the evening.`,
    heatPump: (low: string, high: string, outside: string) =>
      `Taken for granted: the rooms stay between ${low} and ${high} °C, and it is ${outside} °C outside.`,
  },
  begin: {
    run: (when: string) => `Start at ${when}`,
    charge: (when: string) => `Charge from ${when}`,
    discharge: (when: string) => `Use the battery from ${when}`,
    heat: (when: string) => `Heat from ${when}`,
  },
  beginNow: { run: 'Start now', charge: 'Charge now', discharge: 'Use the battery now', heat: 'Heat now' },
  actions: { charge: 'Charges', discharge: 'Gives', heat: 'Heats' },
  startIt: 'I start it now',
  anyway: (more: string) => `Start it now anyway, for ${more} more`,
  runsSince: (when: string) => `Runs since ${when}`,
  over: 'It is done',
  again: 'Plan again',
  until: (when: string) => `Done ${when}.`,
  cost: {
    started: (planned: string, now: string) => `${planned} instead of ${now} if started now.`,
    battery: (planned: string, without: string) =>
      `The house pays ${planned} instead of ${without} without it.`,
    heater: (planned: string, blind: string) =>
      `${planned} instead of ${blind} if it never looked at prices.`,
  },
  costAlone: (planned: string) => `It costs ${planned}.`,
  saving: (amount: string, share: string) => `You save ${amount} (${share}).`,
  noSaving: 'No other time is cheaper.',
  earns: (amount: string) => `You are paid ${amount} for it.`,
  certainty: {
    certain: 'Certain: every price it uses is published.',
    high: (low: string, high: string) =>
      `Likely: some prices are forecast, but it saves even if they err: ${low} to ${high}.`,
    low: (low: string, high: string) =>
      `Not sure: some prices are forecast. The saving may be ${low} to ${high}.`,
  },
  replan: (when: string) => `More prices come ${when}; this page then plans again by itself.`,
  chart: 'Price and plan',
  range: (lowest: string, highest: string, unit: string) => `${lowest} to ${highest} ${unit}`,
  chartLabel: (span: string, planned: string) => `Prices ${span}. Planned: ${planned}.`,
  legend: { planned: 'planned', forecast: 'forecast' },
  runs: 'What runs when, and why',
  run: (span: string, kwh: string, price: string) => `${span}: ${kwh} kWh at ${price}`,
  why: {
    running: () => 'It runs already and is not interrupted.',
    solar: ({ share }: Reason) => `${share} of it is solar power of your own roof.`,
    'negative-price': ({ price }: Reason) => `The price is negative, ${price}: you are paid to use power.`,
    'only-start': ({ price }: Reason) => `Its times leave no other start; it costs ${price}.`,
    'best-start': ({ price, other, count }: Reason) =>
      `The cheapest of ${count} possible starts: ${price}${other ? ` instead of ${other}` : ''}.`,
    'best-start-with-others': ({ price }: Reason) => `${price}: the cheapest start with what else runs then.`,
    'among-cheapest': ({ price, rank, count }: Reason) =>
      `Up to ${price}: place ${rank} of ${count} by price among the times that it may use.`,
    'for-later': ({ price, other }: Reason) => `Stores power at ${price} for when it costs ${other}.`,
    'for-the-end': ({ price }: Reason) => `Charges at ${price} to end with the charge that was asked for.`,
    'instead-of-buying': ({ price }: Reason) => `Saves buying at ${price}.`,
    'before-dearer-hours': ({ price, other }: Reason) =>
      `Heats at ${price}, ahead of ${other} on average after it.`,
    'too-cold-without': ({ price }: Reason) => `Heats at ${price}, as it would get too cold without.`,
  },
  calendar: 'Add to calendar',
  calendarFailed: 'The calendar file could not be made. Try again.',
  impossible: 'That cannot be done in time',
  nearest: 'This is the nearest that can be done:',
  failed: 'There is no plan just now',
  failedText: 'We keep trying. Prices are on the other page.',
  making: 'Planning …',
} as const);
