import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../scene.ts';
import { type Cause, repeat, type Undo } from './cause.ts';

/** More at once than the API has connections to PostgreSQL. */
const logins = 30;

const hangs: Cause = {
  title: 'the API hangs (SIGSTOP)',
  alerts: ['ServiceDown'],
  async start({ pidOf }) {
    const pid = await pidOf('backend');
    process.kill(pid, 'SIGSTOP');
    return () => void process.kill(pid, 'SIGCONT');
  },
};

const keepsEnding: Cause = {
  title: 'the API is killed every few seconds',
  alerts: ['ApiRestarting'],
  start: ({ restartApi }) => repeat(restartApi, 2_500),
};

const stutters: Cause = {
  title: 'the API stands still for 0.6 of each second',
  alerts: ['ApiEventLoopSlow'],
  async start({ pidOf }) {
    const pid = await pidOf('backend');
    return repeat(async () => {
      process.kill(pid, 'SIGSTOP');
      await sleep(600);
      process.kill(pid, 'SIGCONT');
    }, 400);
  },
};

const tableLocked: Cause = {
  title: 'a transaction locks the table of accounts while many log in',
  alerts: [
    'HighAPILatency',
    'HighErrorRate',
    'ApiPoolExhausted',
    'ApiAvailabilityBudgetBurnsFast',
    'ApiLatencyBudgetBurnsFast',
    'ApiAvailabilityBudgetBurnsSlow',
    'ApiLatencyBudgetBurnsSlow',
  ],
  heldBack: {
    ApiAvailabilityBudgetBurnsSlow: 'ApiAvailabilityBudgetBurnsFast',
    ApiLatencyBudgetBurnsSlow: 'ApiLatencyBudgetBurnsFast',
  },
  late: ['ApiAvailabilityBudgetBurnsSlow', 'ApiLatencyBudgetBurnsSlow'],
  async start(scene) {
    const client = await scene.connect('superuser');
    await client.query('begin; lock table account in access exclusive mode');
    const stops = Array.from({ length: logins }, () => repeat(() => logIn(scene), 20));
    return async () => {
      await client.end();
      await Promise.all(stops.map((stop) => stop()));
    };
  },
};

/** As one of many people, each at an address of their own, none of whom has an account. */
async function logIn({ outputs }: Scene): Promise<void> {
  const address = [10, randomInt(256), randomInt(256), randomInt(256)].join('.');
  const answer = await fetch(`${outputs.apiUrl}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify({ email: `nobody-${randomInt(1e9)}@example.org`, password: 'of no account' }),
    signal: AbortSignal.timeout(10_000),
  });
  await answer.text();
}

/** @param days that its certificate has left */
const certificateEnds = (alert: string, days: number): Cause => ({
  title: `a certificate that ends in ${days} days`,
  alerts: [alert],
  async start({ certificate, restartApi }): Promise<Undo> {
    // The API looks once an hour, and when it starts.
    certificate.renew(days);
    await restartApi();
    return async () => {
      certificate.renew(90);
      await restartApi();
    };
  },
});

export const apiCauses = {
  hangs,
  keepsEnding,
  stutters,
  tableLocked,
  certificateEndsSoon: certificateEnds('CertificateExpiresSoon', 10),
  certificateEnds: certificateEnds('CertificateExpires', 2),
} satisfies Record<string, Cause>;
