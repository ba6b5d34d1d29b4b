import { type Cases, fires, quiet } from '../scene.ts';

const labels = 'job="backend-api",instance="a",service="backend",drill="api-lost"';
const days = 24 * 3600;

export const recoveryCases: Cases = {
  RecoveryDrillFailed: {
    fires: [
      fires(
        'the last run failed',
        { [`drill_failed{${labels}}`]: '1x5' },
        '2m',
        { drill: 'api-lost' },
        'The last drill api-lost failed (failed = 1).',
      ),
    ],
    quiet: [
      quiet('it passed', { [`drill_failed{${labels}}`]: '0x5' }, '2m'),
      quiet('nobody drills here', { 'up{job="backend-api"}': '1x5' }, '2m'),
    ],
  },
  RecoveryDrillTooOld: {
    fires: [
      fires(
        'nine days ago',
        { [`drill_last_success_timestamp{${labels}}`]: `${-9 * days}x5` },
        '0m',
        { drill: 'api-lost' },
        'The drill api-lost last succeeded 9d 0h 0m 0s ago.',
      ),
    ],
    quiet: [quiet('a week ago', { [`drill_last_success_timestamp{${labels}}`]: `${-7 * days}x5` }, '2m')],
  },
};
