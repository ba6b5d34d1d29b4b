import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CurrentPriceResponse } from '@eo/app/contract/http.ts';
import type { FastifyInstance } from 'fastify';
import { priceText } from '../src/first-look/price-text.ts';
import { unitOf } from '../src/units.ts';

/** The page does not wait longer for its price than it would take to ask for it itself, in milliseconds. */
const patienceMs = 200;

/** What of index.html is shown before the app is there, without and with a price; see its comment there. */
const places = {
  shown: ['aria-hidden="true" hidden', 'aria-hidden="true"'],
  known: ['class="price skeleton"', 'class="price"'],
  number: '<span class="price-number">',
  unit: '<span class="price-unit">',
  answer: '<script',
} as const;

interface Asked {
  Querystring: { zone?: string | string[]; day?: string; price?: string };
}

/**
 * Sends the page of prices of a zone with the price of this moment in it, so that it can be read when the page is
 * there, before any script is. Without an answer of the API the page goes out as it is.
 *
 * @param root folder of the built web app
 */
export function registerFirstPrice(app: FastifyInstance, root: string): void {
  const page = readFileSync(join(root, 'index.html'), 'utf8');
  const pageWith = async (
    address: string,
    remoteAddress: string,
    language: string,
  ): Promise<string | null> => {
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs).unref());
    const answer = await Promise.race([app.inject({ url: address, remoteAddress }), late]);
    if (answer?.statusCode !== 200) return null;
    return withPrice(page, address, answer.json<CurrentPriceResponse>(), language);
  };
  app.get<Asked>('/', async ({ query: { zone, day, price }, ip, headers }, reply) => {
    if (typeof zone !== 'string' || day !== undefined || price !== undefined)
      return reply.sendFile('index.html');
    const address = `/api/v1/prices/current?${new URLSearchParams({ zone: zone.trim().toUpperCase() })}`;
    const language = headers['accept-language']?.match(/^[a-z]{2}(-[A-Z]{2})?\b/)?.[0] ?? 'en';
    // Whatever an answer is: the page itself can do without.
    const body = await pageWith(address, ip, language).catch(() => null);
    if (body === null) return reply.sendFile('index.html');
    reply.headers({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      vary: 'accept-encoding, accept-language',
    });
    const isPackable = /\bgzip\b/.test(headers['accept-encoding'] ?? '');
    return isPackable ? reply.header('content-encoding', 'gzip').send(gzipSync(body)) : reply.send(body);
  });
}

/**
 * The page with a price to be read, and with the answer for the app.
 *
 * @param address that the answer is of
 * @param language tag of the reader's language
 */
export function withPrice(
  page: string,
  address: string,
  answer: CurrentPriceResponse,
  language: string,
): string {
  const { shown, known, number, unit, answer: script } = places;
  const price = escaped(priceText(answer.current.price, language));
  // Nothing in an answer may end the script.
  const json = JSON.stringify(answer).replaceAll('<', '\\u003c');
  const given = `<script type="application/json" data-address="${escaped(address)}">${json}</script>`;
  return page
    .replace(...shown)
    .replace(...known)
    .replace(number, () => number + price)
    .replace(unit, () => unit + escaped(unitOf(answer.currency)))
    .replace(script, () => given + script);
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
