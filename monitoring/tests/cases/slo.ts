import { type AlertCases, type Cases, fires, quiet, type Scene, slowly } from '../scene.ts';

const labels = 'job="backend-api",instance="a",service="backend",method="GET",route="/api/v1/prices"';

/** A thousand good requests a step and so many that fail, up to a step. */
function errors(perStep: number, until = 500): Scene['series'] {
  return {
    [`http_requests_total{${labels},status="2xx"}`]: '0+1000x500',
    [`http_requests_total{${labels},status="5xx"}`]: `0+${perStep}x${until} ${perStep * until}x500`,
  };
}

/** Requests a step, of which so many take longer than half a second. */
function slow(perStep: number, of: number = 1000): Scene['series'] {
  const name = 'http_request_duration_seconds';
  return {
    [`${name}_bucket{${labels},le="0.5"}`]: `0+${of - perStep}x500`,
    [`${name}_bucket{${labels},le="+Inf"}`]: `0+${of}x500`,
    [`${name}_count{${labels}}`]: `0+${of}x500`,
  };
}

const job = { job: 'backend-api' };
const availability = (ratio: string): string =>
  `${ratio} of requests to backend-api are not answered without a 5xx status; the objective allows 0.1 %.`;
const latency = (ratio: string): string =>
  `${ratio} of requests to backend-api are not answered within 0.5 s; the objective allows 5 %.`;
/** So many failures among a thousand good requests are this ratio. */
const failuresFor = (ratio: number): number => (1000 * ratio) / (1 - ratio);

const availabilityFast: AlertCases = {
  fires: [
    fires('2 % fail', errors(failuresFor(0.02)), '70m', job, availability('2%')),
    fires('0.8 % fail for six hours', errors(failuresFor(0.008)), '370m', job, availability('0.8%')),
  ],
  quiet: [
    quiet('0.05 % fail', errors(0.5), '70m'),
    quiet('forty minutes after 2 % have stopped', errors(20, 70), '110m'),
    quiet(
      'hardly anybody asks: one of ten requests fails',
      {
        [`http_requests_total{${labels},status="2xx"}`]: '0x10 1+0.15x60',
        [`http_requests_total{${labels},status="5xx"}`]: '0x60 1x20',
      },
      '70m',
    ),
    quiet(
      'no failure has ever happened',
      { [`http_requests_total{${labels},status="2xx"}`]: '0+1000x100' },
      '70m',
    ),
  ],
};

export const sloCases: Cases = {
  ApiAvailabilityBudgetBurnsFast: availabilityFast,
  ApiAvailabilityBudgetBurnsSlow: {
    fires: [
      slowly(fires('0.4 % fail for a day', errors(failuresFor(0.004)), '1500m', job, availability('0.4%'))),
    ],
    quiet: [
      slowly(quiet('0.05 % fail', errors(0.5), '1500m')),
      slowly(quiet('five hours after 0.4 % have stopped', errors(4, 150), '1800m')),
    ],
  },
  ApiLatencyBudgetBurnsFast: {
    fires: [fires('80 % are slow', slow(800), '70m', job, latency('80%'))],
    quiet: [
      quiet('10 % are slow', slow(100), '70m'),
      quiet('one of ten requests in hours is slow', slow(0.01, 0.012), '70m'),
    ],
  },
  ApiLatencyBudgetBurnsSlow: {
    fires: [slowly(fires('20 % are slow for a day', slow(200), '1500m', job, latency('20%')))],
    quiet: [slowly(quiet('4 % are slow', slow(40), '1500m'))],
  },
};
