import { usualMinutes } from './features/now/usual-minutes.ts';
import { isDay } from './time.ts';

/**
 * Addresses of the pages. What a page shows is all in its address, so that it can be kept, shared and gone back to;
 * links and navigation are made here and nowhere else.
 */

export const loginPath = '/login';
export const registerPath = '/register';
export const forgotPath = '/forgot';
export const accountPath = '/account';
export const alertsPath = '/alerts';
export const operatorPath = '/operator';

/** What the page of prices was asked to show. */
export interface NowQuery {
  /** Zone id, null when the address has none. */
  zone: string | null;
  /** A market day, null for today and tomorrow. As it was given, so that it may be no day at all. */
  day: string | null;
  /** Length of the cheapest window wanted. */
  minutes: number;
  /** Whether prices are shown as a table. */
  table: boolean;
  /** Whether prices are those that a household pays, with grid fees and taxes; else those of the market. */
  paid: boolean;
}

/** What the API accepts as the length of a window. */
const minutesRange = { min: 15, max: 2_880 };

/** What the page of plans was asked to plan. */
export interface PlanQuery {
  /** Zone id, null when the address has none. */
  zone: string | null;
  /** Id of a template; as it was given, so that there may be none of this name. */
  device: string | null;
  /** Minutes or kilowatt hours, as the template counts; null for what it has by itself. */
  amount: number | null;
  /** `HH:MM` on the zone's clock to be done by; null when it may end whenever it likes. */
  by: string | null;
  /** Whether it must not be heard at night. */
  quiet: boolean;
  /** When it was started in spite of the plan, Unix milliseconds; null when it was not. */
  startedMs: number | null;
}

/** Until when a device is to be done that nobody has said anything of. */
export const usualDeadline = '07:00';

type Parameters = Readonly<Record<string, string | string[] | undefined>>;

/** The first value of a parameter, null for none. */
function parameterOf(parameters: Parameters, name: string): string | null {
  const value = [parameters[name]].flat()[0]?.trim();
  return value ? value : null;
}

/** Reads what is to be planned; what is no time or no amount is as if it were not there. */
export function readPlanQuery(parameters: Parameters): PlanQuery {
  const amount = Number(parameterOf(parameters, 'amount') ?? Number.NaN);
  const by = parameterOf(parameters, 'by') ?? usualDeadline;
  return {
    zone: parameterOf(parameters, 'zone')?.toUpperCase() ?? null,
    device: parameterOf(parameters, 'device'),
    amount: amount > 0 && amount <= 2_880 ? amount : null,
    by: by === 'any' ? null : /^([01]\d|2[0-3]):[0-5]\d$/.test(by) ? by : usualDeadline,
    quiet: parameterOf(parameters, 'quiet') === 'night',
    startedMs: instantOf(parameterOf(parameters, 'started')),
  };
}

/** `YYYY-MM-DDTHH:MM` of UTC; null for what is none. */
function instantOf(text: string | null): number | null {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text ?? '') ? Date.parse(`${text}Z`) : Number.NaN;
  return Number.isFinite(ms) ? ms : null;
}

/** The address of the page of plans; what is as usual is left out. */
export const planPath = (query: Partial<PlanQuery>): string => addressOf('/plan', query);

/** The address of the page of the household; with a device that it offers to take in. */
export const householdPath = (query: Partial<PlanQuery>): string => addressOf('/household', query);

function addressOf(path: string, { zone, device, amount, by, quiet, startedMs }: Partial<PlanQuery>): string {
  const parameters = new URLSearchParams();
  if (zone) parameters.set('zone', zone);
  if (device) parameters.set('device', device);
  if (amount) parameters.set('amount', String(amount));
  if (by === null) parameters.set('by', 'any');
  else if (by && by !== usualDeadline) parameters.set('by', by);
  if (quiet) parameters.set('quiet', 'night');
  if (startedMs) parameters.set('started', new Date(startedMs).toISOString().slice(0, 16));
  const query = parameters.toString();
  return query ? `${path}?${query}` : path;
}

/** Reads the query of an address; a length that is none becomes 3 hours. */
export function readNowQuery(parameters: Parameters): NowQuery {
  const one = (name: string): string | null => parameterOf(parameters, name);
  const minutes = Number(one('minutes') ?? usualMinutes);
  const isLength = Number.isInteger(minutes) && minutes >= minutesRange.min && minutes <= minutesRange.max;
  return {
    zone: one('zone')?.toUpperCase() ?? null,
    day: one('day'),
    minutes: isLength ? minutes : usualMinutes,
    table: one('view') === 'table',
    paid: one('price') === 'paid',
  };
}

/** The address of the page of prices; what is as usual is left out. */
export function nowPath({ zone, day, minutes, table, paid }: Partial<NowQuery>): string {
  const parameters = new URLSearchParams();
  if (zone) parameters.set('zone', zone);
  if (day && isDay(day)) parameters.set('day', day);
  if (minutes && minutes !== usualMinutes) parameters.set('minutes', String(minutes));
  if (table) parameters.set('view', 'table');
  if (paid) parameters.set('price', 'paid');
  const query = parameters.toString();
  return query ? `/?${query}` : '/';
}

/** The cheapest window of each day, as a calendar that programs for calendars come back to. */
export function calendarAddress(zone: string, minutes: number): string {
  // The API makes no calendar of longer ones.
  const query = new URLSearchParams({ zone, minutes: String(Math.min(minutes, 1_440)) });
  return `webcal://${location.host}/api/v1/prices/calendar?${query}`;
}

/** What the page of forecasts was asked to show. */
export interface ForecastQuery {
  /** Zone id, null when the address has none. */
  zone: string | null;
  /** How far it looks ahead. */
  hours: number;
}

/** How far a forecast looks ahead: two days, or a week. */
export const forecastHours = [48, 168] as const;

/** Reads the query of an address; a length that is none becomes two days. */
export function readForecastQuery(parameters: Parameters): ForecastQuery {
  const hours = Number(parameterOf(parameters, 'hours'));
  return {
    zone: parameterOf(parameters, 'zone')?.toUpperCase() ?? null,
    hours: forecastHours.find((known) => known === hours) ?? forecastHours[0],
  };
}

/** The address of the page of forecasts; what is as usual is left out. */
export function forecastPath({ zone, hours }: Partial<ForecastQuery>): string {
  const parameters = new URLSearchParams();
  if (zone) parameters.set('zone', zone);
  if (hours && hours !== forecastHours[0]) parameters.set('hours', String(hours));
  const query = parameters.toString();
  return query ? `/forecast?${query}` : '/forecast';
}

/** The address of the page of tariffs. What is compared there stays in the browser: it says how a household lives. */
export function tariffsPath({ zone }: { zone: string | null }): string {
  return zone ? `/tariffs?${new URLSearchParams({ zone })}` : '/tariffs';
}

/** Reads the zone of an address, null when it has none. */
export const readZone = (parameters: Parameters): string | null =>
  parameterOf(parameters, 'zone')?.toUpperCase() ?? null;
