import { type Cases, fires, quiet } from '../scene.ts';

const instance = '127.0.0.1:8000';
const target = { job: 'backend-api', instance, service: 'backend' };
const labels = `job="backend-api",instance="${instance}",service="backend"`;
const requests = (status: string, route: string = '/api/v1/prices'): string =>
  `http_requests_total{${labels},method="GET",route="${route}",status="${status}"}`;
const duration = 'http_request_duration_seconds';

/** Requests of which `slowPerMinute` of 100 a minute take from 1 to 2.5 s, the others less than 0.5 s. */
function latencySeries(slowPerMinute: number, route: string = '/api/v1/prices'): Record<string, string> {
  const bucket = (le: string): string => `${duration}_bucket{${labels},route="${route}",le="${le}"}`;
  const fast = `0+${100 - slowPerMinute}x30`;
  return {
    [bucket('0.5')]: fast,
    [bucket('1')]: fast,
    [bucket('2.5')]: '0+100x30',
    [bucket('+Inf')]: '0+100x30',
  };
}

export const apiCases: Cases = {
  HighAPILatency: {
    fires: [
      fires(
        'one request in ten takes over a second',
        latencySeries(10),
        '10m',
        { job: 'backend-api' },
        '95 % of requests to backend-api take up to 1.75s.',
      ),
    ],
    quiet: [
      quiet('one in a hundred does', latencySeries(1), '20m'),
      quiet('only probes are slow', latencySeries(50, '/readyz'), '20m'),
      quiet('slow for less than five minutes', latencySeries(10), '4m'),
      quiet('no requests at all', { [`${duration}_bucket{${labels},route="/",le="+Inf"}`]: '0x30' }, '20m'),
    ],
  },
  HighErrorRate: {
    fires: [
      fires(
        'a tenth of the requests fail',
        { [requests('2xx')]: '0+90x30', [requests('5xx')]: '0+10x30' },
        '10m',
        { job: 'backend-api' },
        '10% of requests to backend-api fail.',
      ),
    ],
    quiet: [
      quiet('four in a hundred fail', { [requests('2xx')]: '0+96x30', [requests('5xx')]: '0+4x30' }, '20m'),
      quiet('clients are at fault', { [requests('2xx')]: '0+10x30', [requests('4xx')]: '0+90x30' }, '20m'),
      quiet('no failure has ever happened', { [requests('2xx')]: '0+100x30' }, '20m'),
      quiet(
        'only probes fail',
        { [requests('2xx')]: '0+9x30', [requests('5xx', '/readyz')]: '0+90x30' },
        '20m',
      ),
      quiet('it is over', { [requests('2xx')]: '0+90x60', [requests('5xx')]: '0+10x30 300x30' }, '40m'),
    ],
  },
  ServiceDown: {
    fires: [
      fires(
        'the target has been away for three minutes',
        { [`up{${labels}}`]: '1x5 0x5' },
        '9m',
        target,
        `backend on ${instance} has not answered a scrape for 2 minutes (up = 0).`,
      ),
    ],
    quiet: [
      quiet('it answers', { [`up{${labels}}`]: '1x20' }, '10m'),
      quiet('it was away for a minute', { [`up{${labels}}`]: '1x5 0 1x10' }, '7m'),
      quiet('it is back', { [`up{${labels}}`]: '0x10 1x10' }, '12m'),
    ],
  },
  ApiNotScraped: {
    fires: [
      fires(
        'only other targets are left',
        { 'up{job="node",instance="n",service="node-exporter"}': '1x20' },
        '10m',
        { job: 'backend-api' },
        'Prometheus has no target for the API (absent = 1): nothing about it can alert.',
      ),
    ],
    quiet: [quiet('the target is there, though down', { [`up{${labels}}`]: '0x20' }, '10m')],
  },
  ApiRestarting: {
    fires: [
      fires(
        'it starts every five minutes',
        { [`process_start_time_seconds{${labels}}`]: '0+300x4 1200x30' },
        '10m',
        target,
        `The API on ${instance} started 4 times in half an hour.`,
      ),
    ],
    quiet: [
      quiet('three deployments', { [`process_start_time_seconds{${labels}}`]: '0+300x3 900x30' }, '10m'),
    ],
  },
  ApiMemoryHigh: {
    fires: [
      fires(
        '487 of 512 MiB',
        { [`process_resident_memory_bytes{${labels}}`]: '510027366x30' },
        '15m',
        target,
        `The API on ${instance} uses 95% of its memory limit.`,
      ),
    ],
    quiet: [
      quiet('256 of 512 MiB', { [`process_resident_memory_bytes{${labels}}`]: '268435456x30' }, '15m'),
      quiet('another program is large', { 'process_resident_memory_bytes{job="node"}': '9e9x30' }, '15m'),
    ],
  },
  ApiEventLoopSlow: {
    fires: [
      fires(
        'half a second',
        { [`nodejs_eventloop_lag_p99_seconds{${labels}}`]: '0.5x30' },
        '10m',
        target,
        `The event loop of the API on ${instance} is blocked for 500ms (p99).`,
      ),
    ],
    quiet: [
      quiet('20 ms', { [`nodejs_eventloop_lag_p99_seconds{${labels}}`]: '0.02x30' }, '10m'),
      quiet('one long moment', { [`nodejs_eventloop_lag_p99_seconds{${labels}}`]: '0.02x5 2 0.02x30' }, '6m'),
    ],
  },
};
