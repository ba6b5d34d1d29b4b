import type { Zone } from '../contract/http.ts';
import { addDays, marketDayBounds } from '../domain/market-day.ts';
import type { PriceDay } from '../domain/price-day.ts';
import { GridError, priceDaysFromSlots } from '../domain/price-points.ts';
import { EntsoeDocumentError, EntsoeRefusal, pointsOfDocument } from './entsoe-document.ts';
import { getDocument } from './entsoe-request.ts';
import { type FeedBatch, FeedError, type PriceFeed } from './feed.ts';

/**
 * Day-ahead prices from the ENTSO-E transparency platform (document type A44): every European bidding zone. Needs a
 * free token, asked for by e-mail; 400 requests a minute are allowed.
 */

const feed = 'entsoe';
const label = 'ENTSO-E Transparency Platform, CC BY 4.0';

/** A document holds at most 100 series; a day may have three (hours, quarters, a second auction). */
const daysPerRequest = 33;
/** Requests under way at once: the platform takes seconds for a month, and callers ask for a quarter of a year. */
const connections = 3;

/**
 * In these zones the second classification sequence is EXAA's auction of 10:15, which is published before the coupled
 * auction and has other prices. Taking it until the first arrives would show wrong prices as published ones.
 */
const zonesWithSecondAuction: readonly string[] = ['AT', 'DE-LU'];

/**
 * @param baseUrl with the path, e.g. `https://web-api.tp.entsoe.eu/api`
 * @param token the security token; appears in no message
 */
export function entsoe(baseUrl: string, token: string): PriceFeed {
  return {
    name: feed,
    standIn: false,
    supports: (zone) => zone.eic !== null,
    coverage: async () => null,
    async fetchDays(zone, firstDay, lastDay, signal) {
      const ranges = rangesOf(firstDay, lastDay);
      const days: PriceDay[] = [];
      for (let index = 0; index < ranges.length; index += connections) {
        const parts = ranges.slice(index, index + connections).map(async ([first, last]) => {
          const text = await getDocument(priceUrl(baseUrl, token, zone, first, last), zone, signal);
          // A refusal may quote the request; its words go to logs and tables.
          return daysOf(text.replaceAll(token, '[token]'), zone, first, last);
        });
        days.push(...(await Promise.all(parts)).flat());
      }
      const batch: FeedBatch = { feed, label, simulated: false, days };
      return days.length > 0 ? [batch] : [];
    },
  };
}

function rangesOf(firstDay: string, lastDay: string): [first: string, last: string][] {
  const ranges: [string, string][] = [];
  for (let first = firstDay; first <= lastDay; first = addDays(first, daysPerRequest)) {
    const last = addDays(first, daysPerRequest - 1);
    ranges.push([first, last < lastDay ? last : lastDay]);
  }
  return ranges;
}

function priceUrl(baseUrl: string, token: string, zone: Zone, firstDay: string, lastDay: string): URL {
  if (!zone.eic) throw new FeedError(feed, 'refused', `${feed} has no prices of ${zone.id}.`);
  const url = new URL(baseUrl);
  url.search = new URLSearchParams({
    documentType: 'A44',
    'contract_MarketAgreement.type': 'A01',
    in_Domain: zone.eic,
    out_Domain: zone.eic,
    periodStart: minuteOf(marketDayBounds(firstDay, zone.marketTimeZone).startMs),
    periodEnd: minuteOf(marketDayBounds(lastDay, zone.marketTimeZone).endMs),
    securityToken: token,
  }).toString();
  return url;
}

/** `yyyyMMddHHmm` in UTC, the form in which the platform takes instants. */
const minuteOf = (instantMs: number): string =>
  new Date(instantMs).toISOString().slice(0, 16).replaceAll(/[-T:]/g, '');

function daysOf(text: string, zone: Zone, firstDay: string, lastDay: string): PriceDay[] {
  // The platform answers with whole periods, which may reach beyond the days asked for.
  const days = allDaysOf(text, zone).filter((day) => day.prices.some((price) => price !== null));
  const asked = days.filter(({ day }) => day >= firstDay && day <= lastDay);
  if (days.length > 0 && asked.length === 0) {
    throw nonsense(zone, `${firstDay} to ${lastDay} was asked for and ${days[0]?.day} came`);
  }
  return asked;
}

function allDaysOf(text: string, zone: Zone): PriceDay[] {
  const maxSequence = zonesWithSecondAuction.includes(zone.id) ? 1 : Number.POSITIVE_INFINITY;
  try {
    return priceDaysFromSlots(zone, pointsOfDocument(text, { currency: zone.currency, maxSequence }));
  } catch (error) {
    if (error instanceof EntsoeRefusal) {
      throw new FeedError(feed, 'refused', `${feed} refused the request for ${zone.id}: ${error.message}`);
    }
    if (error instanceof EntsoeDocumentError || error instanceof GridError) {
      throw nonsense(zone, error.message.replace(/\.$/, ''));
    }
    throw error;
  }
}

function nonsense(zone: Zone, reason: string): FeedError {
  return new FeedError(feed, 'nonsense', `${feed} answered for ${zone.id} with something wrong: ${reason}.`);
}
