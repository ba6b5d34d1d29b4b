import { translated } from './translation.ts';

/** The page of forecasts. */
export const forecastTexts = translated('forecast', {
  title: (zone: string) => `Forecast for ${zone}`,
  heading: 'The days ahead',
  span: 'How far',
  spans: (hours: number) => (hours > 48 ? 'a week' : 'two days'),
  days: (unit: string) => `Day by day, ${unit}`,
  day: 'Day',
  mean: 'Average',
  range: 'Range',
  cheapest: 'Cheapest 3 hours',
  model: (model: string) => `Made of: ${model}.`,
  failed: 'There is no forecast just now',
  failedText: 'We keep trying. Published prices are on the first page.',
  accuracy: {
    heading: 'How far to trust it',
    none: 'Nobody knows yet: there is no day that was forecast and has passed.',
    error: (error: string, days: number) =>
      `In the last ${days} days, the forecast for the next day was off by ${error} on average.`,
    better: (share: string) => `That is ${share} less than taking the price of a week before.`,
    worse: 'Taking the price of a week before would have done as well.',
    coverage: (held: string) => `Its band is meant to hold 80 of 100 prices; it held ${held}.`,
    captured: (share: string) =>
      `Who ran things in the four hours that it called cheapest kept ${share} of what perfect foresight saves.`,
    bias: (amount: string, isHigh: boolean) => `On average it was ${amount} too ${isHigh ? 'high' : 'low'}.`,
    unbiased: 'On average it was neither too high nor too low.',
    hours: 'How far off it is by hour of the day',
    hoursLabel: (best: string, worst: string) =>
      `Mean error by hour of the day. Least at ${best}, most at ${worst}.`,
    history: 'How far off it was, day by day',
    historyLabel: (first: string, last: string) => `Mean error of each day from ${first} to ${last}.`,
    hour: 'Hour',
    hourError: 'Mean error',
    members: 'For the curious: what it is made of',
    member: 'Model',
    weight: 'Weight',
    memberError: 'Its own error',
    unknown: 'unknown',
  },
} as const);
