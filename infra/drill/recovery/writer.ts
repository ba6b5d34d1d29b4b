import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountWith } from '@eo/app/api/testing/accounts.ts';
import type pg from 'pg';

/** What became of a write: told that it is kept, told that it is not, or nobody knows. */
type Fate = 'acknowledged' | 'refused' | 'unknown';

/** What a checker found when it compared what was answered with what is there. */
export interface Verdict {
  acknowledged: number;
  refused: number;
  unknown: number;
  /** Acknowledged, and not there. */
  lost: number;
  /** There more than once, or though it was refused. */
  wrong: string[];
}

/** An account takes no more alerts than this. */
const writesPerAccount = 45;
const answerWithinMs = 10_000;
const password = 'drill only, on loopback';

/**
 * A client that goes on writing and keeps record of every request and its answer: alerts of households, which are
 * switched off and tell nobody. Afterwards it reads all of them back.
 */
export class Writer {
  readonly fates = new Map<string, Fate>();
  /** By their number; one that could not be made while the API was away is missing. */
  readonly #accounts = new Map<number, { email: string; token: string }>();
  #going: Promise<void> | undefined;
  #isStopped = false;
  /** Unix milliseconds of the last write that was acknowledged. */
  lastAcknowledgedAtMs = 0;

  /** @param connect a connection that may make accounts */
  constructor(
    readonly apiUrl: string,
    readonly connect: () => Promise<pg.Client>,
    readonly zone: string,
  ) {}

  /** Writes without a pause but a short one, until it is stopped. */
  start(): void {
    this.#isStopped = false;
    this.#going = this.#goOn();
  }

  /** @throws Error when no write is acknowledged though nothing is broken yet */
  async isUnderWay(): Promise<void> {
    const end = Date.now() + 10_000;
    while (this.lastAcknowledgedAtMs === 0) {
      if (Date.now() > end) throw new Error('No write was acknowledged before anything was broken.');
      await sleep(50);
    }
    await sleep(1_000);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#going;
  }

  async #goOn(): Promise<void> {
    while (!this.#isStopped) {
      await this.write();
      await sleep(20);
    }
  }

  /** @returns what was answered */
  async write(): Promise<Fate> {
    const name = `w-${this.fates.size}`;
    // Before it is sent: what dies in between may have arrived.
    this.fates.set(name, 'unknown');
    const token = await this.#token().catch(() => null);
    const fate = token ? await this.#send(name, token) : 'refused';
    this.fates.set(name, fate);
    if (fate === 'acknowledged') this.lastAcknowledgedAtMs = Date.now();
    return fate;
  }

  async #send(name: string, token: string): Promise<Fate> {
    const rule = { name, kind: 'below', zone: this.zone, perKwh: -999, email: true, enabled: false };
    try {
      const answer = await fetch(`${this.apiUrl}/api/v1/account/alerts`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(rule),
        signal: AbortSignal.timeout(answerWithinMs),
      });
      await answer.arrayBuffer();
      if (answer.status === 201) return 'acknowledged';
      // Whoever lost the connection to the database on the way cannot know either.
      return answer.status < 500 ? 'refused' : 'unknown';
    } catch {
      return 'unknown';
    }
  }

  async #token(): Promise<string> {
    const index = Math.floor((this.fates.size - 1) / writesPerAccount);
    const account = this.#accounts.get(index) ?? (await this.#newAccount(index));
    this.#accounts.set(index, account);
    return account.token;
  }

  async #newAccount(index: number): Promise<{ email: string; token: string }> {
    const email = `${randomUUID()}@example.org`;
    const client = await this.connect();
    try {
      await accountWith(client, email, password);
    } finally {
      await client.end();
    }
    return { email, token: await this.#logIn(email, index) };
  }

  /** @param home from which the household logs in: logins from one address are limited */
  async #logIn(email: string, home: number): Promise<string> {
    const answer = await fetch(`${this.apiUrl}/api/v1/auth/login`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-forwarded-for': `10.1.${(home >> 8) & 255}.${home & 255}`,
      },
      body: JSON.stringify({ email, password }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const { accessToken } = (await answer.json()) as { accessToken?: string };
    if (!accessToken) throw new Error(`The login answered ${answer.status}.`);
    return accessToken;
  }

  /** Reads back what is there, through the API, and compares. @throws Error when the API does not answer */
  async check(): Promise<Verdict> {
    const found = new Map<string, number>();
    for (const [home, { email }] of this.#accounts) {
      // The token of a long drill has run out.
      const token = await this.#logIn(email, home);
      const answer = await fetch(`${this.apiUrl}/api/v1/account/alerts`, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(answerWithinMs),
      });
      if (!answer.ok) throw new Error(`Reading back answered ${answer.status}.`);
      const { alerts } = (await answer.json()) as { alerts: { name?: string }[] };
      for (const { name = '' } of alerts) found.set(name, (found.get(name) ?? 0) + 1);
    }
    return compare(this.fates, found);
  }
}

/** @param found how often each write is there */
export function compare(fates: ReadonlyMap<string, Fate>, found: ReadonlyMap<string, number>): Verdict {
  const names = (fate: Fate) => [...fates].filter(([, one]) => one === fate).map(([name]) => name);
  const acknowledged = names('acknowledged');
  const twice = [...found]
    .filter(([, count]) => count > 1)
    .map(([name, count]) => `${name} is there ${count} times`);
  const refused = names('refused');
  const visible = refused.filter((name) => found.has(name)).map((name) => `${name} was refused and is there`);
  return {
    acknowledged: acknowledged.length,
    refused: refused.length,
    unknown: names('unknown').length,
    lost: acknowledged.filter((name) => !found.has(name)).length,
    wrong: [...twice, ...visible],
  };
}
