import type { Zone } from '../contract/http.ts';

/**
 * The zones that prices are kept for. The coupled European market day runs from midnight to midnight CET/CEST in
 * every zone, whatever clock its households live by; the British regions keep London time.
 */

type Minutes = 15 | 30 | 60;
type ZoneRow = readonly [id: string, eic: string, name: string, displayTimeZone: string, minutes: Minutes];

/**
 * EIC codes: ENTSO-E area list. Single day-ahead coupling has traded quarters of an hour since the delivery day
 * 2025-10-01, Ireland half hours; Switzerland and the exchanges outside the coupling trade hours.
 */
const biddingZones: readonly ZoneRow[] = [
  ['AT', '10YAT-APG------L', 'Austria', 'Europe/Vienna', 15],
  ['BE', '10YBE----------2', 'Belgium', 'Europe/Brussels', 15],
  ['BG', '10YCA-BULGARIA-R', 'Bulgaria', 'Europe/Sofia', 15],
  ['CH', '10YCH-SWISSGRIDZ', 'Switzerland', 'Europe/Zurich', 60],
  ['CZ', '10YCZ-CEPS-----N', 'Czech Republic', 'Europe/Prague', 15],
  ['DE-LU', '10Y1001A1001A82H', 'Germany and Luxembourg', 'Europe/Berlin', 15],
  ['DK1', '10YDK-1--------W', 'Denmark West', 'Europe/Copenhagen', 15],
  ['DK2', '10YDK-2--------M', 'Denmark East', 'Europe/Copenhagen', 15],
  ['EE', '10Y1001A1001A39I', 'Estonia', 'Europe/Tallinn', 15],
  ['ES', '10YES-REE------0', 'Spain', 'Europe/Madrid', 15],
  ['FI', '10YFI-1--------U', 'Finland', 'Europe/Helsinki', 15],
  ['FR', '10YFR-RTE------C', 'France', 'Europe/Paris', 15],
  ['GR', '10YGR-HTSO-----Y', 'Greece', 'Europe/Athens', 15],
  ['HR', '10YHR-HEP------M', 'Croatia', 'Europe/Zagreb', 15],
  ['HU', '10YHU-MAVIR----U', 'Hungary', 'Europe/Budapest', 15],
  ['IE-SEM', '10Y1001A1001A59C', 'Ireland (SEM)', 'Europe/Dublin', 30],
  ['IT-CALABRIA', '10Y1001C--00096J', 'Italy Calabria', 'Europe/Rome', 15],
  ['IT-CENTRE-NORTH', '10Y1001A1001A70O', 'Italy Centre-North', 'Europe/Rome', 15],
  ['IT-CENTRE-SOUTH', '10Y1001A1001A71M', 'Italy Centre-South', 'Europe/Rome', 15],
  ['IT-NORTH', '10Y1001A1001A73I', 'Italy North', 'Europe/Rome', 15],
  ['IT-SARDINIA', '10Y1001A1001A74G', 'Italy Sardinia', 'Europe/Rome', 15],
  ['IT-SICILY', '10Y1001A1001A75E', 'Italy Sicily', 'Europe/Rome', 15],
  ['IT-SOUTH', '10Y1001A1001A788', 'Italy South', 'Europe/Rome', 15],
  ['LT', '10YLT-1001A0008Q', 'Lithuania', 'Europe/Vilnius', 15],
  ['LV', '10YLV-1001A00074', 'Latvia', 'Europe/Riga', 15],
  ['ME', '10YCS-CG-TSO---S', 'Montenegro', 'Europe/Podgorica', 60],
  ['MK', '10YMK-MEPSO----8', 'North Macedonia', 'Europe/Skopje', 60],
  ['NL', '10YNL----------L', 'Netherlands', 'Europe/Amsterdam', 15],
  ['NO1', '10YNO-1--------2', 'Norway 1 (Oslo)', 'Europe/Oslo', 15],
  ['NO2', '10YNO-2--------T', 'Norway 2 (Kristiansand)', 'Europe/Oslo', 15],
  ['NO3', '10YNO-3--------J', 'Norway 3 (Trondheim)', 'Europe/Oslo', 15],
  ['NO4', '10YNO-4--------9', 'Norway 4 (Tromsø)', 'Europe/Oslo', 15],
  ['NO5', '10Y1001A1001A48H', 'Norway 5 (Bergen)', 'Europe/Oslo', 15],
  ['PL', '10YPL-AREA-----S', 'Poland', 'Europe/Warsaw', 15],
  ['PT', '10YPT-REN------W', 'Portugal', 'Europe/Lisbon', 15],
  ['RO', '10YRO-TEL------P', 'Romania', 'Europe/Bucharest', 15],
  ['RS', '10YCS-SERBIATSOV', 'Serbia', 'Europe/Belgrade', 60],
  ['SE1', '10Y1001A1001A44P', 'Sweden 1 (Luleå)', 'Europe/Stockholm', 15],
  ['SE2', '10Y1001A1001A45N', 'Sweden 2 (Sundsvall)', 'Europe/Stockholm', 15],
  ['SE3', '10Y1001A1001A46L', 'Sweden 3 (Stockholm)', 'Europe/Stockholm', 15],
  ['SE4', '10Y1001A1001A47J', 'Sweden 4 (Malmö)', 'Europe/Stockholm', 15],
  ['SI', '10YSI-ELES-----O', 'Slovenia', 'Europe/Ljubljana', 15],
  ['SK', '10YSK-SEPS-----K', 'Slovakia', 'Europe/Bratislava', 15],
  ['XK', '10Y1001C--00100H', 'Kosovo', 'Europe/Belgrade', 60],
];

/** Letter of the distribution region in Octopus Agile tariff codes; the letters I and O are not used. */
const agileRegions: Readonly<Record<string, string>> = {
  A: 'Eastern England',
  B: 'East Midlands',
  C: 'London',
  D: 'Merseyside and Northern Wales',
  E: 'West Midlands',
  F: 'North Eastern England',
  G: 'North Western England',
  H: 'Southern England',
  J: 'South Eastern England',
  K: 'Southern Wales',
  L: 'South Western England',
  M: 'Yorkshire',
  N: 'Southern Scotland',
  P: 'Northern Scotland',
};

/** Every zone, European bidding zones first, each group in the order of its id. */
export const zones: readonly Zone[] = [
  ...biddingZones.map(([id, eic, name, displayTimeZone, resolutionMinutes]) => ({
    id,
    name,
    eic,
    displayTimeZone,
    marketTimeZone: 'Europe/Brussels',
    currency: 'EUR',
    resolutionMinutes,
  })),
  ...Object.entries(agileRegions).map(([letter, region]) => ({
    id: `GB-${letter}`,
    name: `Great Britain: ${region}`,
    eic: null,
    displayTimeZone: 'Europe/London',
    marketTimeZone: 'Europe/London',
    currency: 'GBP',
    resolutionMinutes: 30,
  })),
];

const byId = new Map(zones.map((zone) => [zone.id, zone]));

/** The zone with this id (exact case), undefined when there is none. */
export function findZone(id: string): Zone | undefined {
  return byId.get(id);
}

/** ISO 3166 code of the country a zone lies in (its greater part: DE for Germany and Luxembourg); zone ids begin with it. */
export function countryOf({ id }: Zone): string {
  return id.slice(0, 2);
}
