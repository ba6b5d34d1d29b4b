import type { CurrentPriceResponse } from '@eo/app/contract/http.ts';
import { addressOf } from '../api/address.ts';
import { answerEarly } from '../api/early-answers.ts';
import { usualMinutes } from '../features/now/usual-minutes.ts';
import { rememberedZone } from '../features/zone/zone-choice.ts';
import { chosenLanguage } from '../texts/language.ts';
import { unitOf } from '../units.ts';
import { priceText } from './price-text.ts';
import { readTables } from './read-tables.ts';

/** How long the app is kept waiting for a price that does not come, and for it to be seen, in milliseconds. */
const patienceMs = { price: 300, seen: 1_000 };

const query = new URLSearchParams(location.search);

/**
 * Has the price of this moment on the page as soon as it is known, and starts the app once that was painted. The app
 * finds the answers here (`early-answers.ts`), and takes the price's place (`features/now/leave-first-look.ts`).
 *
 * The price stands in the page where the web server knew the zone (`web/server/first-price.ts`), else it is asked for.
 * Other pages, other days, and who has not chosen a zone yet, get the app at once.
 *
 * @param appAddress where the app is
 */
async function startPage(appAddress: string): Promise<void> {
  const zone = (query.get('zone') ?? rememberedZone())?.trim().toUpperCase();
  const isOfNow = location.pathname === '/' && !query.has('day') && query.get('price') !== 'paid';
  const asked = zone && isOfNow ? priceOf(addressOf('/prices/current', { zone })) : null;
  await parsed();
  if (zone && asked) {
    await showWhenKnown(asked);
    const minutes = query.get('minutes') ?? usualMinutes;
    ask(addressOf('/prices/cheapest-window', { zone, minutes }));
  }
  const app = import(appAddress);
  // The app is on its way, and will need them.
  readTables();
  await app;
}

/** Resolves when the whole page can be found in the document. */
function parsed(): Promise<unknown> {
  if (document.readyState !== 'loading') return Promise.resolve();
  return new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve));
}

/** The price of this moment, from the page where it stands there, else asked for. */
function priceOf(address: string): Promise<CurrentPriceResponse | null> {
  const given = document.querySelector<HTMLScriptElement>(`script[data-address="${CSS.escape(address)}"]`);
  const known = given && (JSON.parse(given.text) as CurrentPriceResponse);
  if (!known || !isOfNow(known)) return readPrice(ask(address));
  answerEarly(address, Promise.resolve(Response.json(known)));
  return Promise.resolve(known);
}

function ask(address: string): Promise<Response> {
  const answer = fetch(address, { headers: { accept: 'application/json' } });
  // Whoever takes the answer sees why there is none.
  answer.catch(() => {});
  answerEarly(address, answer);
  return answer;
}

const readPrice = (answer: Promise<Response>): Promise<CurrentPriceResponse | null> =>
  answer.then(
    async (response) => (response.ok ? ((await response.clone().json()) as CurrentPriceResponse) : null),
    () => null,
  );

/** A page out of a cache has the price of when it was made. */
function isOfNow({ current }: CurrentPriceResponse): boolean {
  const startMs = Date.parse(current.start);
  return startMs <= Date.now() && Date.now() < startMs + current.minutes * 60_000;
}

async function showWhenKnown(asked: Promise<CurrentPriceResponse | null>): Promise<void> {
  const place = document.getElementById('first-look') as HTMLElement;
  place.hidden = false;
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs.price));
  const known = await Promise.race([asked, late]);
  if (!known) {
    // The app says what there is to say.
    place.hidden = true;
    return;
  }
  show(place, known);
  await painted();
}

function show(place: HTMLElement, { current, currency }: CurrentPriceResponse): void {
  const set = (part: string, text: string): void => {
    const element = place.querySelector(`.price-${part}`);
    if (element) element.textContent = text;
  };
  set('number', priceText(current.price, chosenLanguage() ?? navigator.language));
  set('unit', unitOf(currency));
  place.querySelector('.price')?.classList.remove('skeleton');
}

/** Resolves when the largest thing on the page has been seen; at once where nobody looks, as nothing is painted then. */
function painted(): Promise<unknown> {
  if (document.visibilityState === 'hidden') return Promise.resolve();
  const type = ['largest-contentful-paint', 'paint'].find((name) =>
    PerformanceObserver.supportedEntryTypes.includes(name),
  );
  // A frame that is drawn has not reached the screen yet, and a busy page would keep it from there.
  const seen = new Promise((resolve) => {
    if (type) new PerformanceObserver(resolve).observe({ type, buffered: true });
    else requestAnimationFrame(() => setTimeout(resolve));
  });
  return Promise.race([seen, new Promise((resolve) => setTimeout(resolve, patienceMs.seen))]);
}

void startPage((document.currentScript as HTMLScriptElement).dataset.app as string);
