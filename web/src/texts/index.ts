import { lengthOf } from './length.ts';
import { translated } from './translation.ts';

/** Words of every page; each page's own stand beside. Short, plain, second person, numbers first. */

export const texts = translated('first', {
  product: 'Electricity Optimizer',
  skip: 'Skip to the prices',
  title: (price: string, unit: string, zone: string) => `${price} ${unit} now in ${zone}`,
  pages: {
    label: 'Pages',
    now: 'Prices',
    plan: 'Plan',
    forecast: 'Forecast',
    tariffs: 'Tariffs',
    logIn: 'Log in',
    alerts: 'Alerts',
    account: 'Account',
    operator: 'Operator',
  },
  language: 'Language',
  zone: {
    label: 'Price zone',
    groups: { bidding: 'Bidding zones', gb: 'Great Britain' },
    /** Of countries, by their English names. */
    parts: {
      West: 'West',
      East: 'East',
      North: 'North',
      South: 'South',
      'Centre-North': 'Centre-North',
      'Centre-South': 'Centre-South',
      Calabria: 'Calabria',
      Sardinia: 'Sardinia',
      Sicily: 'Sicily',
    },
    loading: 'Loading zones …',
  },
  now: {
    heading: 'Price now',
    until: (time: string) => `until ${time}`,
    levels: { cheap: 'cheap', normal: 'normal', dear: 'dear' },
    levelHint: {
      cheap: 'among today’s lowest',
      normal: 'about as usual today',
      dear: 'among today’s highest',
    },
    forecast: 'forecast',
    missing: 'No price is known for now.',
    next: (price: string, time: string) => `${price} from ${time}`,
  },
  day: {
    heading: 'Average of the day',
    range: (lowest: string, highest: string) => `${lowest} to ${highest}`,
  },
  cheapest: {
    subject: (minutes: number) => `Cheapest ${lengthOf(minutes)}`,
    now: 'now',
    dayAverage: 'the day’s average',
    nowUntil: (time: string) => `now until ${time}`,
    below: (amount: string, base: string) => `${amount} below ${base}`,
    same: (base: string) => `about the same as ${base}`,
    average: (price: string, unit: string) => `${price} ${unit} on average`,
    averageInsteadOf: (price: string, base: string, unit: string) =>
      `${price} instead of ${base} ${unit} on average`,
    none: (minutes: number) =>
      `${minutes === 60 ? 'A whole hour is' : `${lengthOf(minutes)} in a row are`} not published from now on.`,
    noneOfDay: (minutes: number) => `This day does not have ${lengthOf(minutes)} in a row.`,
    unavailable: 'We could not look up the cheapest time. We keep trying.',
    chooser: 'How long it runs',
    subscribe: (minutes: number) => `Have the cheapest ${lengthOf(minutes)} of each day in my calendar`,
    short: (minutes: number) => (minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`),
  },
  chart: {
    heading: 'Today and tomorrow',
    label: 'Price of each interval',
    keys: 'Arrow keys move by interval, Page Up and Page Down by day, Home and End to the ends.',
    now: 'now',
    window: 'cheapest',
    kinds: { published: 'published', forecast: 'forecast' },
    band: (low: string, high: string) => `80 % sure: ${low} to ${high}`,
    legend: 'Colours from the cheapest to the dearest quarter of the shown prices',
    quarters: ['cheapest', 'dearest'],
    legendForecast: 'forecast, with its 80 % band',
    layers: { energy: 'energy', grid: 'grid', tax: 'taxes', vat: 'VAT' },
    description: (range: string, lowest: string, highest: string) =>
      `Prices ${range}. Lowest ${lowest}. Highest ${highest}.`,
    descriptionForecast: (from: string) => `Forecast from ${from}.`,
    at: (price: string, when: string) => `${price} at ${when}`,
    fromTo: (from: string, to: string) => `from ${from} to ${to}`,
    loading: 'Loading the chart …',
  },
  paid: {
    show: 'With grid fees and taxes',
    heading: 'What you pay from now on',
    now: 'You pay now',
    tariff: (unit: string) => `Prices in ${unit} with typical grid fees, taxes and VAT of the country.`,
    failed: 'Grid fees and taxes are not known just now. You see prices of the market.',
  },
  days: {
    label: 'Day',
    choose: 'Choose a day',
    previous: 'Previous day',
    next: 'Next day',
    back: 'Now',
    backLong: 'Now: back to today and tomorrow',
  },
  table: {
    show: 'Show as table',
    time: 'Time',
    price: 'Price',
    kind: 'Kind',
    band: '80 % band',
    caption: (heading: string, zone: string) => `${heading}, ${zone}`,
  },
  notices: {
    tomorrowAt: (when: string) => `Tomorrow’s prices come at about ${when}.`,
    tomorrowLate: (when: string) => `Tomorrow’s prices usually come at about ${when}; they are not here yet.`,
    untilThenForecast: 'Until then you see a forecast.',
    marketTime: (local: string, market: string) => `${local} (${market} market time)`,
    notRefreshed: (time: string) =>
      `Prices are from ${time}; we could not check for newer ones. They still hold, and we keep trying.`,
    stale: (age: string | null) =>
      age === null
        ? 'The source was not checked yet. Published prices hold; newer ones may be missing.'
        : `The source was last checked ${age}. Published prices hold; newer ones may be missing.`,
    longDay: (time: string, first = '', second = '') =>
      `Clocks go back on this day: it has 25 hours, and ${time} comes twice, ${first} and then ${second}.`,
    shortDay: 'Clocks go forward on this day: it has 23 hours, and one hour is left out.',
    forecastFailed: 'The forecast is not available just now. Published prices are complete.',
  },
  states: {
    down: {
      title: 'We cannot reach the prices',
      text: 'Your choice of zone and length stays, and this page keeps trying by itself.',
      retryIn: (seconds: number) => `Next try in ${seconds} s.`,
      retrying: 'Trying …',
    },
    noPrices: {
      title: 'No prices yet for this zone',
      text: 'We have just started to collect them. This page looks again every few minutes; other zones work.',
    },
    noPricesOfDay: {
      title: 'No prices for this day',
      text: 'Prices are published a day ahead, and our records go back only so far.',
      action: 'Show today and tomorrow',
    },
    unknownZone: {
      title: (zone: string) => `There is no zone “${zone}”`,
      text: 'Choose one above, or start here:',
      action: (zone: string) => `Show ${zone}`,
    },
    invalidDay: {
      title: (day: string) => `“${day}” is not a day`,
      text: 'A day is written as 2025-10-26.',
      action: 'Show today and tomorrow',
    },
    notFound: {
      title: 'There is nothing at this address',
      action: 'Show the prices',
    },
  },
  source: {
    simulated: 'simulated prices',
    simulatedHint: 'These prices are made up or recorded on another day. Do not plan with them.',
    checked: (age: string) => `checked ${age}`,
    neverChecked: 'not checked yet',
    forecastBy: (model: string) => `Forecast: ${model}`,
    net: 'Market prices without VAT, grid fees and taxes.',
    times: (timeZone: string) => `Times are of ${timeZone}.`,
  },
} as const);
