import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type * as http from '@eo/app/contract/http.ts';
import { type Problem, type ProblemCode, problems } from '@eo/app/contract/problem.ts';
import { cheapestWindow } from '@eo/app/domain/cheapest-window.ts';
import { addDays, marketDayBounds, marketDayOf } from '@eo/app/domain/market-day.ts';
import type { Slot } from '@eo/app/domain/price-day.ts';
import { priceLevel } from '@eo/app/domain/price-level.ts';
import { findZone, zones } from '@eo/app/domain/zones.ts';
import { fakeComparison } from './fake-comparison.ts';
import { fakePaid, fakePlan, fakePlanCalendar, ImpossibleFakePlan } from './fake-plan.ts';
import { fakeSlots } from './fake-prices.ts';

/** What the fake API plays; tests change it while it runs. */
export interface Play {
  /** Whether tomorrow's prices are out. */
  isTomorrowPublished: boolean;
  isSimulated: boolean;
  isStale: boolean;
  /** Zones without a single price. */
  emptyZones: string[];
  isForecastBroken: boolean;
  /** Answers wait so long, for looking at skeletons. */
  delayMs: number;
}

/** An upstream that answers what the contract says, with made-up prices. Only for tests of the page. */
export interface FakeApi {
  url: string;
  play: Play;
  /** Paths with query, in the order in which they were asked. */
  asked: string[];
  /** From now on connections are refused. */
  goDown: () => Promise<void>;
  /** Answers again, at the same address. */
  comeUp: () => Promise<void>;
}

class FakeProblem extends Error {
  constructor(readonly code: ProblemCode) {
    super(problems[code].title);
  }
}

const iso = (ms: number): string => new Date(ms).toISOString();
const toSlot = ({ startMs, minutes, price }: Slot): http.PriceSlot => ({
  start: iso(startMs),
  minutes,
  price,
});

/** The end of what is published, Unix milliseconds. */
function publishedUntil(play: Play, zone: http.Zone): number {
  const today = marketDayOf(Date.now(), zone.marketTimeZone);
  const last = addDays(today, play.isTomorrowPublished ? 1 : 0);
  return marketDayBounds(last, zone.marketTimeZone).endMs;
}

function rangeOf(zone: http.Zone, query: URLSearchParams): { fromMs: number; toMs: number } {
  const start = (day: string): number => marketDayBounds(day, zone.marketTimeZone).startMs;
  const today = marketDayOf(Date.now(), zone.marketTimeZone);
  return {
    fromMs: start(query.get('from') ?? today),
    toMs: start(query.get('to') ?? addDays(today, 2)),
  };
}

function common(play: Play, zone: http.Zone) {
  const freshness = {
    checkedAt: iso(Date.now() - (play.isStale ? 3 * 3_600_000 : 4 * 60_000)),
    stale: play.isStale,
  };
  const { id, currency, displayTimeZone } = zone;
  return { zone: id, currency, unit: `${currency}/MWh`, timeZone: displayTimeZone, freshness };
}

function sourceOf(play: Play): http.PriceSource {
  return play.isSimulated
    ? { feed: 'simulated', label: 'simulated prices', simulated: true }
    : { feed: 'energy-charts', label: 'energy-charts.info, CC BY 4.0', simulated: false };
}

function published(play: Play, zone: http.Zone, fromMs: number, toMs: number): Slot[] {
  if (play.emptyZones.includes(zone.id)) return [];
  return fakeSlots(zone, fromMs, Math.min(toMs, publishedUntil(play, zone)));
}

type Answer = (play: Play, zone: http.Zone, query: URLSearchParams) => unknown;

const answers: Record<string, Answer> = {
  '/prices': (play, zone, query): http.PricesResponse => {
    const { fromMs, toMs } = rangeOf(zone, query);
    const slots = published(play, zone, fromMs, toMs);
    return {
      ...common(play, zone),
      from: iso(fromMs),
      to: iso(toMs),
      slots: slots.map(toSlot),
      sources: slots.length > 0 ? [sourceOf(play)] : [],
    };
  },
  '/prices/current': (play, zone): http.CurrentPriceResponse => {
    const [current, next] = published(play, zone, Date.now(), Date.now() + 3_600_000);
    if (!current) throw new FakeProblem('no-prices');
    const { startMs, endMs } = marketDayBounds(
      marketDayOf(Date.now(), zone.marketTimeZone),
      zone.marketTimeZone,
    );
    const prices = fakeSlots(zone, startMs, endMs).map(({ price }) => price);
    const mean = prices.reduce((a, b) => a + b, 0) / prices.length;
    return {
      ...common(play, zone),
      current: toSlot(current),
      next: next ? toSlot(next) : null,
      level: priceLevel(current.price, prices),
      day: { min: Math.min(...prices), max: Math.max(...prices), mean },
      source: sourceOf(play),
    };
  },
  '/prices/cheapest-window': (play, zone, query): http.CheapestWindowResponse => {
    const minutes = Number(query.get('minutes') ?? 180);
    const range = rangeOf(zone, query);
    const fromMs = query.has('from') ? range.fromMs : Date.now();
    const slots = published(play, zone, fromMs, range.toMs);
    const window = cheapestWindow(slots, minutes);
    const first = slots[0]?.startMs ?? 0;
    if (!window) throw new FakeProblem('no-prices');
    const fromStart = cheapestWindow(
      slots.filter(({ startMs }) => startMs < first + minutes * 60_000),
      minutes,
    );
    return {
      ...common(play, zone),
      start: iso(window.startMs),
      end: iso(window.endMs),
      minutes,
      meanPrice: window.meanPrice,
      meanPriceIfStartedNow: fromStart?.startMs === first ? fromStart.meanPrice : null,
      kind: 'published',
    };
  },
  '/forecasts': (play, zone, query): http.ForecastResponse => {
    if (play.isForecastBroken) throw new FakeProblem('internal-error');
    if (play.emptyZones.includes(zone.id)) throw new FakeProblem('no-prices');
    const untilMs = Date.now() + Number(query.get('hours') ?? 48) * 3_600_000;
    const knownUntilMs = publishedUntil(play, zone);
    return {
      ...common(play, zone),
      model: 'arx-l1-84 + arx-l1-364',
      fallback: null,
      simulated: play.isSimulated,
      generatedAt: iso(Date.now()),
      slots: fakeSlots(zone, Date.now(), untilMs).map((slot) => {
        const isKnown = slot.startMs < knownUntilMs;
        const spread = 12 + 0.3 * Math.abs(slot.price);
        return {
          ...toSlot(slot),
          kind: isKnown ? 'published' : 'forecast',
          p10: isKnown ? null : slot.price - spread,
          p90: isKnown ? null : slot.price + 1.3 * spread,
        };
      }),
    };
  },
  '/forecasts/accuracy': (play, zone): http.AccuracyResponse => ({
    ...common(play, zone),
    model: 'arx-l1-84 + arx-l1-364',
    fallback: null,
    simulated: play.isSimulated,
    accuracy: play.isForecastBroken
      ? null
      : {
          days: 28,
          mae: 11.2,
          rmae: 0.62,
          bias: -2.4,
          retailMape: 4.1,
          wape: 14,
          smape: 16,
          coverage: 79,
          captured4h: 93,
          members: [
            { name: 'arx-l1-84', weight: 0.4, mae: 12.5 },
            { name: 'arx-l1-364', weight: 0.6, mae: null },
          ],
          hours: Array.from({ length: 24 }, (_, hour) => ({
            mae: 8 + 6 * Math.sin((hour / 24) * Math.PI),
            medianError: 0,
          })),
        },
  }),
  '/forecasts/accuracy/history': (play, zone): http.AccuracyHistoryResponse => {
    const { freshness: _, ...head } = common(play, zone);
    return {
      ...head,
      days: Array.from({ length: 60 }, (_, index) => ({
        day: addDays(marketDayOf(Date.now(), zone.marketTimeZone), index - 60),
        mae: 10 + 4 * Math.sin(index / 5),
        bias: 0,
        plainMae: 12,
        members: {},
        coverage: 80,
        adopted: null,
        weights: {},
      })),
    };
  },
};

async function answerTo(play: Play, url: URL, request: IncomingMessage): Promise<unknown> {
  const path = url.pathname.replace('/api/v1', '');
  if (path === '/tariffs/compare') return fakeComparison(JSON.parse(await text(request)), play.isSimulated);
  if (path === '/tariffs/prices')
    return fakePaid(await text(request), publishedUntilOf(play), play.isSimulated);
  if (path === '/plans') {
    const plan = await fakePlan(await text(request), publishedUntilOf(play), play.isSimulated);
    return request.headers.accept === 'text/calendar' ? fakePlanCalendar(plan) : plan;
  }
  if (path === '/zones') return { zones: [...zones], defaultZone: 'SE3' } satisfies http.ZonesResponse;
  const answer = answers[path];
  if (!answer) throw new FakeProblem('not-found');
  const zone = findZone(url.searchParams.get('zone') ?? '');
  if (!zone) throw new FakeProblem('unknown-zone');
  return answer(play, zone, url.searchParams);
}

const publishedUntilOf =
  (play: Play) =>
  (zone: http.Zone): number =>
    publishedUntil(play, zone);

async function send(request: IncomingMessage, response: ServerResponse, play: Play, url: URL): Promise<void> {
  try {
    const answer = await answerTo(play, url, request);
    const isText = typeof answer === 'string';
    response
      .writeHead(200, { 'content-type': `${isText ? 'text/calendar' : 'application/json'}; charset=utf-8` })
      .end(isText ? answer : JSON.stringify(answer));
  } catch (error) {
    const isImpossible = error instanceof ImpossibleFakePlan;
    const code = isImpossible
      ? 'impossible-plan'
      : error instanceof FakeProblem
        ? error.code
        : 'internal-error';
    const { status, title } = problems[code];
    const detail = error instanceof Error ? error.message : String(error);
    const nearest = isImpossible ? { nearestPlan: error.nearestPlan } : {};
    const problem: Problem = {
      type: `urn:problem:fake:${code}`,
      title,
      status,
      detail,
      code,
      errors: [],
      ...nearest,
    };
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
  }
}

/** Starts it on a port of its own. */
export async function startFakeApi(port = 0): Promise<FakeApi> {
  const play: Play = {
    isTomorrowPublished: true,
    isSimulated: false,
    isStale: false,
    emptyZones: [],
    isForecastBroken: false,
    delayMs: 0,
  };
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const url = new URL(request.url ?? '/', 'http://fake');
    setTimeout(() => void send(request, response, play, url), play.delayMs);
  });
  const listen = (wanted: number) =>
    new Promise<void>((resolve) => server.listen(wanted, '127.0.0.1', () => resolve()));
  await listen(port);
  const given = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${given}`,
    play,
    asked,
    goDown: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    comeUp: () => listen(given),
  };
}
