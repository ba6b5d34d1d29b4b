import { isDay } from './time.ts';

/**
 * Addresses of the pages. What a page shows is all in its address, so that it can be kept, shared and gone back to;
 * links and navigation are made here and nowhere else.
 */

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
}

const defaultMinutes = 180;
/** What the API accepts as the length of a window. */
const minutesRange = { min: 15, max: 2_880 };

type Parameters = Readonly<Record<string, string | string[] | undefined>>;

/** Reads the query of an address; a length that is none becomes 3 hours. */
export function readNowQuery(parameters: Parameters): NowQuery {
  const one = (name: string): string | null => {
    const value = [parameters[name]].flat()[0]?.trim();
    return value ? value : null;
  };
  const minutes = Number(one('minutes') ?? defaultMinutes);
  const isLength = Number.isInteger(minutes) && minutes >= minutesRange.min && minutes <= minutesRange.max;
  return {
    zone: one('zone')?.toUpperCase() ?? null,
    day: one('day'),
    minutes: isLength ? minutes : defaultMinutes,
    table: one('view') === 'table',
  };
}

/** The address of the page of prices; what is as usual is left out. */
export function nowPath({ zone, day, minutes, table }: Partial<NowQuery>): string {
  const parameters = new URLSearchParams();
  if (zone) parameters.set('zone', zone);
  if (day && isDay(day)) parameters.set('day', day);
  if (minutes && minutes !== defaultMinutes) parameters.set('minutes', String(minutes));
  if (table) parameters.set('view', 'table');
  const query = parameters.toString();
  return query ? `/?${query}` : '/';
}
