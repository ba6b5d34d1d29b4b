import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../contract/problem.ts';
import type { TestDatabase } from '../../db/testing.ts';
import { dayWith, zoneNamed } from '../../domain/testing.ts';
import {
  apiKey,
  createMigratedDatabase,
  createTestApi,
  faultOfProblem,
  storeDays,
  type TestApi,
} from '../testing/api.ts';

const zone = zoneNamed('SE3');
let database: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await createMigratedDatabase();
  await storeDays(database, zone, [dayWith(zone, '2026-01-15', (index) => index)]);
  api = await createTestApi(database.url, { now: () => Date.parse('2026-01-15T11:07:00Z') });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const v1 = '/api/v1';
const json = { 'content-type': 'application/json', 'x-api-key': apiKey };
const refresh = (payload: string, headers: Record<string, string> = json): InjectOptions => ({
  method: 'POST',
  url: `${v1}/prices/refresh`,
  headers,
  payload,
});

const rows: [what: string, request: string | InjectOptions, status: number, code: string, path?: string][] = [
  ['an unknown zone', `${v1}/prices?zone=NO9`, 404, 'unknown-zone', 'querystring.zone'],
  ['a zone in small letters', `${v1}/prices?zone=se3`, 404, 'unknown-zone'],
  ['no zone', `${v1}/prices`, 400, 'invalid-request', 'querystring'],
  ['an empty zone', `${v1}/prices?zone=`, 400, 'invalid-request', 'querystring.zone'],
  ['a zone of 10,000 letters', `${v1}/prices?zone=${'x'.repeat(10_000)}`, 400, 'invalid-request'],
  ['two zones', `${v1}/prices?zone=SE3&zone=SE4`, 400, 'invalid-request', 'querystring.zone'],
  [
    'a reversed range',
    `${v1}/prices?zone=SE3&from=2026-01-16&to=2026-01-15`,
    400,
    'invalid-request',
    'querystring.to',
  ],
  [
    'ten years',
    `${v1}/prices?zone=SE3&from=2016-01-01&to=2026-01-01`,
    422,
    'range-too-long',
    'querystring.to',
  ],
  [
    'a day that does not exist',
    `${v1}/prices?zone=SE3&from=2025-02-30`,
    400,
    'invalid-request',
    'querystring.from',
  ],
  ['a day written otherwise', `${v1}/prices?zone=SE3&from=30.01.2025`, 400, 'invalid-request'],
  ['the year 9999', `${v1}/prices?zone=SE3&from=9999-12-31`, 400, 'invalid-request'],
  ['an unknown parameter', `${v1}/prices?zone=SE3&day=2026-01-15`, 400, 'invalid-request', 'querystring'],
  ['a parameter where there is none', `${v1}/zones?x=1`, 400, 'invalid-request'],
  ['a prototype in the query', `${v1}/prices?zone=SE3&__proto__=1`, 400, 'invalid-request'],
  ['thousands of parameters', `${v1}/prices?zone=SE3&${'a=1&'.repeat(3000)}`, 400, 'invalid-request'],
  ['a NUL byte in the zone', `${v1}/prices?zone=SE3%00`, 404, 'unknown-zone'],
  ['a NUL byte in a date', `${v1}/prices?zone=SE3&from=2026-01-15%00`, 400, 'invalid-request'],
  ['a NUL byte in the path', `${v1}/pri%00ces`, 404, 'not-found'],
  ['a broken escape in the path', `${v1}/%zz`, 400, 'invalid-request'],
  ['a broken escape in the query', `${v1}/prices?zone=%`, 404, 'unknown-zone'],
  ['a window of no length', `${v1}/prices/cheapest-window?zone=SE3&minutes=0`, 400, 'invalid-request'],
  ['a window of a word', `${v1}/prices/cheapest-window?zone=SE3&minutes=two`, 400, 'invalid-request'],
  ['a window of a fraction', `${v1}/prices/cheapest-window?zone=SE3&minutes=90.5`, 400, 'invalid-request'],
  [
    'a window longer than two days',
    `${v1}/prices/cheapest-window?zone=SE3&minutes=2881`,
    400,
    'invalid-request',
  ],
  ['a horizon beyond a week', `${v1}/forecasts?zone=SE3&hours=169`, 400, 'invalid-request'],
  ['an unknown path', `${v1}/price`, 404, 'not-found'],
  ['another version', '/api/v2/prices', 404, 'not-found'],
  ['a path that climbs', `${v1}/../../etc/passwd`, 404, 'not-found'],
  ['the wrong method', { url: `${v1}/prices?zone=SE3`, method: 'DELETE' }, 405, 'method-not-allowed'],
  ['a GET of the refresh', `${v1}/prices/refresh`, 405, 'method-not-allowed'],
  ['a refresh without a key', { url: `${v1}/prices/refresh`, method: 'POST' }, 401, 'unauthorized'],
  ['a body that is no JSON', refresh('{"zones": ['), 400, 'invalid-request'],
  ['an empty body that says it is JSON', refresh(''), 400, 'invalid-request'],
  ['a body that is an array', refresh('[]'), 400, 'invalid-request', 'body'],
  ['a list that is a word', refresh('{"zones":"SE3"}'), 400, 'invalid-request', 'body.zones'],
  ['an empty list', refresh('{"zones":[]}'), 400, 'invalid-request', 'body.zones'],
  ['an unknown zone in the body', refresh('{"zones":["SE3","X"]}'), 404, 'unknown-zone', 'body.zones.1'],
  ['a NUL byte in the body', refresh('{"zones":["SE3\\u0000"]}'), 404, 'unknown-zone'],
  ['an unknown property', refresh('{"zone":"SE3"}'), 400, 'invalid-request', 'body'],
  ['a prototype in the body', refresh('{"__proto__":{"x":1}}'), 400, 'invalid-request'],
  ['a body of 100 KB', refresh(`{"zones":["${'x'.repeat(100_000)}"]}`), 413, 'body-too-large'],
  ['text', refresh('SE3', { ...json, 'content-type': 'text/plain' }), 415, 'unsupported-media-type'],
  ['XML', refresh('<a/>', { ...json, 'content-type': 'application/xml' }), 415, 'unsupported-media-type'],
  [
    'a content type that is none',
    refresh('{}', { ...json, 'content-type': '\u00ff/;' }),
    415,
    'unsupported-media-type',
  ],
];

describe('a bad request', () => {
  it.each(rows)('%s is refused with a problem document', async (_what, request, status, code, path) => {
    const response = await api.app.inject(typeof request === 'string' ? { url: request } : request);
    expect([
      response.statusCode,
      faultOfProblem(response.headers['content-type'], status, response.body),
    ]).toEqual([status, null]);
    const problem = response.json<Problem>();
    expect(problem.code).toBe(code);
    if (path) expect(problem.errors.map((error) => error.path)).toContain(path);
    expect(response.body.length).toBeLessThan(5_000);
    expect(response.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.stringMatching(/.{8}/),
    });
  });

  it('tells which methods there are, in the header too', async () => {
    const response = await api.app.inject({ url: `${v1}/prices`, method: 'PUT' });
    expect(response.headers.allow).toBe('GET, HEAD');
    expect(response.json<Problem>().detail).toBe('/api/v1/prices answers GET, HEAD only.');
  });

  it('leaves no zone watched', async () => {
    await api.app.inject({ url: `${v1}/prices?zone=AT&from=2025-02-30` });
    const { rows: watched } = await database.pool.query(`select zone from watched_zone where zone <> 'SE3'`);
    expect(watched).toEqual([]);
  });
});
