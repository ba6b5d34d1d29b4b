import type { PricePoint } from '../domain/price-points.ts';
import { readXml, type XmlElement, XmlError } from './entsoe-xml.ts';

/**
 * Prices out of a document of type A44 (`Publication_MarketDocument`). It holds time series, each with periods, each
 * with numbered points. What has to be known about it:
 *
 * - Curve type A03 leaves a point out when its price is that of the one before, up to the end of the period.
 * - Several series may price the same interval: other auctions (a higher classification sequence), other lengths of
 *   the interval. Series with another contract than day-ahead (A01) are intraday auctions.
 * - No data comes as an `Acknowledgement_MarketDocument` with reason 999, and so do errors.
 */

/** What is wanted of a document. */
export interface Wanted {
  currency: string;
  /** Classification sequences above this belong to an auction of its own and are passed over. */
  maxSequence: number;
}

/** The document says that the request was wrong; its words are in the message. */
export class EntsoeRefusal extends Error {
  override name = 'EntsoeRefusal';
}

/** The document is not what it should be; the message continues a sentence. */
export class EntsoeDocumentError extends Error {
  override name = 'EntsoeDocumentError';
}

interface Series {
  sequence: number;
  points: PricePoint[];
}

/**
 * @returns points in order of preference: where several price an interval the first is the one that counts
 * @throws EntsoeRefusal
 * @throws EntsoeDocumentError
 */
export function pointsOfDocument(text: string, wanted: Wanted): PricePoint[] {
  const document = parsed(text);
  if (document.name === 'Acknowledgement_MarketDocument') return nothingOrRefusal(document);
  if (document.name !== 'Publication_MarketDocument') {
    throw new EntsoeDocumentError(`it is a document ${JSON.stringify(document.name.slice(0, 40))}`);
  }
  const series = childrenOf(document, 'TimeSeries')
    .filter(isDayAhead)
    .map((one) => seriesOf(one, wanted));
  return series
    .filter(({ sequence }) => sequence <= wanted.maxSequence)
    .sort((a, b) => a.sequence - b.sequence || stepOf(a) - stepOf(b))
    .flatMap(({ points }) => points);
}

function parsed(text: string): XmlElement {
  try {
    return readXml(text);
  } catch (error) {
    if (error instanceof XmlError) throw new EntsoeDocumentError(`it is no XML (${error.message})`);
    throw error;
  }
}

function nothingOrRefusal(document: XmlElement): [] {
  const reasons = childrenOf(document, 'Reason').map((reason) => textOf(reason, 'text') ?? '');
  if (reasons.some((reason) => /no matching data/i.test(reason))) return [];
  const words = reasons
    .join(' ')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  throw new EntsoeRefusal(words.slice(0, 200) || 'it gave no reason');
}

/** A document without contract types is of the time before there were others. */
const isDayAhead = (series: XmlElement): boolean =>
  (textOf(series, 'contract_MarketAgreement.type') ?? 'A01') === 'A01';

function seriesOf(series: XmlElement, { currency }: Wanted): Series {
  expectText(series, 'currency_Unit.name', currency);
  expectText(series, 'price_Measure_Unit.name', 'MWH');
  const curve = textOf(series, 'curveType') ?? 'A01';
  if (curve !== 'A01' && curve !== 'A03') throw new EntsoeDocumentError(`its curve type is ${shown(curve)}`);
  const position = textOf(series, 'classificationSequence_AttributeInstanceComponent.position');
  return {
    sequence: position === undefined ? 1 : wholeNumber(position, 'sequence'),
    points: childrenOf(series, 'Period').flatMap((period) => pointsOfPeriod(period, curve === 'A03')),
  };
}

const stepOf = ({ points }: Series): number => points[0]?.minutes ?? 0;

const stepMinutes: Readonly<Record<string, number>> = { PT15M: 15, PT30M: 30, PT60M: 60, PT1H: 60 };

/** The points of a period, each in its own interval. With `fills`, a missing one has the price of the one before. */
function pointsOfPeriod(period: XmlElement, fills: boolean): PricePoint[] {
  const resolution = textOf(period, 'resolution') ?? '';
  const minutes = stepMinutes[resolution];
  if (!minutes) throw new EntsoeDocumentError(`a resolution is ${shown(resolution)}`);
  const [interval] = childrenOf(period, 'timeInterval');
  const startMs = instantOf(interval, 'start');
  const count = (instantOf(interval, 'end') - startMs) / (minutes * 60_000);
  if (!Number.isInteger(count) || count < 1 || count > 40_000) {
    throw new EntsoeDocumentError(`a period of ${resolution} has ${count} intervals`);
  }
  const given = pricesByPosition(period, count);
  let before: number | null = null;
  return Array.from({ length: count }, (_, index) => {
    const price: number | null = given.get(index + 1) ?? (fills ? before : null);
    before = price;
    return { startMs: startMs + index * minutes * 60_000, minutes, price };
  });
}

function pricesByPosition(period: XmlElement, count: number): Map<number, number> {
  const prices = new Map<number, number>();
  for (const point of childrenOf(period, 'Point')) {
    const position = wholeNumber(textOf(point, 'position'), 'position');
    const text = textOf(point, 'price.amount') ?? '';
    if (position < 1 || position > count)
      throw new EntsoeDocumentError(`position ${position} is not in its period`);
    if (!/^-?\d+(\.\d+)?$/.test(text)) throw new EntsoeDocumentError(`a price is ${shown(text)}`);
    if (prices.has(position)) throw new EntsoeDocumentError(`position ${position} comes twice in a period`);
    prices.set(position, Number(text));
  }
  return prices;
}

function instantOf(interval: XmlElement | undefined, name: string): number {
  const text = (interval && textOf(interval, name)) ?? '';
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(instant)) return instant;
  throw new EntsoeDocumentError(`the ${name} of a period is ${shown(text)}`);
}

function wholeNumber(text: string | undefined, what: string): number {
  if (text && /^\d{1,6}$/.test(text)) return Number(text);
  throw new EntsoeDocumentError(`a ${what} is ${shown(text ?? '')}`);
}

function expectText(element: XmlElement, name: string, expected: string): void {
  const text = textOf(element, name);
  if (text === expected) return;
  throw new EntsoeDocumentError(`${name} is ${shown(text ?? '')}, ${expected} was expected`);
}

const childrenOf = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child) => child.name === name);

const textOf = (element: XmlElement, name: string): string | undefined =>
  element.children.find((child) => child.name === name)?.text;

const shown = (text: string): string => JSON.stringify(text.slice(0, 40));
