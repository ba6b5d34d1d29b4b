import { translated } from './translation.ts';

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
  },
  amounts: { minutes: 'How long it runs', kwh: 'How much it charges' },
  amount: {
    minutes: (minutes: number) => (minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`),
    kwh: (kwh: number) => `${kwh} kWh`,
  },
  by: 'Done by',
  anyTime: 'no deadline',
  quiet: (from: string, to: string) => `quiet from ${from} to ${to}`,
  within: (hours: number) => `within ${hours} h`,
  start: (when: string) => `Start at ${when}`,
  startNow: 'Start now',
  charge: (when: string) => `Charge from ${when}`,
  until: (when: string) => `Done ${when}.`,
  cost: (planned: string, now: string) => `${planned} instead of ${now} if started now.`,
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
  calendar: 'Add to calendar',
  calendarFailed: 'The calendar file could not be made. Try again.',
  impossible: 'That cannot be done in time',
  nearest: 'This is the nearest that can be done:',
  failed: 'There is no plan just now',
  failedText: 'We keep trying. Prices are on the other page.',
  making: 'Planning …',
  tariff: (unit: string) => `Prices in ${unit} with typical grid fees, taxes and VAT of the country.`,
} as const);
