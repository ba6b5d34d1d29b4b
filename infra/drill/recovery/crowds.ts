import type { RecoveryDrill } from './drill.ts';
import { type Patient, secondsUntil, zone } from './patient.ts';
import { readThrough } from './read-through.ts';
import { standStill } from './standstill.ts';

/** Many callers at once, who all want what nobody has ready, or do not take no for an answer. */

const minutes = 60;
const herdOf = 300;
const rounds = 10;
const stormOf = 60;
/** What a caller of a herd waits for an answer. */
const patienceMs = 10_000;

/** What a crowd was told, by status; 0 for no answer. */
type Told = Map<number, number>;

const ask = async (url: string, caller: number, told: Told): Promise<void> => {
  const answer = await fetch(url, {
    // Each from an address of its own.
    headers: { 'x-forwarded-for': `10.2.${caller >> 8}.${caller & 255}` },
    signal: AbortSignal.timeout(patienceMs),
  }).catch(() => null);
  await answer?.arrayBuffer().catch(() => {});
  const status = answer?.status ?? 0;
  told.set(status, (told.get(status) ?? 0) + 1);
};

const callers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Days of which prices are stored, the last ones first: each is asked for once, so that no cache has it. */
async function storedDays(patient: Patient): Promise<string[]> {
  const client = await patient.connect('application');
  try {
    const { rows } = await client.query<{ day: string }>(
      `select to_char(day, 'YYYY-MM-DD') as day from price_day
       where zone = $1 and day < current_date - 1 order by day desc limit 400`,
      [zone],
    );
    return rows.map(({ day }) => day);
  } finally {
    await client.end();
  }
}

const addressOf = (apiUrl: string, day: string): string => `${apiUrl}/api/v1/prices?zone=${zone}&from=${day}`;

const herd: RecoveryDrill = {
  name: 'thundering-herd',
  title: `${herdOf} callers ask at once for a day that no cache has, ${rounds} times, as when all of it expires`,
  objective: { rtoSeconds: 15 * minutes, rpoSeconds: 0 },
  async run(patient, random) {
    const { apiUrl } = await patient.outputs();
    const days = await storedDays(patient);
    const told: Told = new Map();
    let slowestMs = 0;
    const measured = await readThrough(patient, apiUrl ?? '', async () => {
      for (let round = 0; round < rounds; round++) {
        const [day = ''] = days.splice(Math.floor(random() * days.length), 1);
        const startedMs = Date.now();
        await Promise.all(callers(herdOf).map((caller) => ask(addressOf(apiUrl ?? '', day), caller, told)));
        slowestMs = Math.max(slowestMs, Date.now() - startedMs);
      }
    });
    const answered = told.get(200) ?? 0;
    const unserved =
      answered < herdOf * rounds ? [`the herd was told ${JSON.stringify(Object.fromEntries(told))}`] : [];
    return {
      ...measured,
      evidence: `${answered} answers, the slowest herd in ${(slowestMs / 1000).toFixed(2)} s; ${measured.evidence}`,
      failures: [...measured.failures, ...unserved],
    };
  },
};

const storm: RecoveryDrill = {
  name: 'retry-storm',
  title: `PostgreSQL hangs while ${stormOf} callers ask for what needs it, each again the moment it is refused`,
  objective: { rtoSeconds: 15 * minutes, rpoSeconds: 0 },
  async run(patient, random) {
    const { apiUrl } = await patient.outputs();
    const days = await storedDays(patient);
    const told: Told = new Map();
    let isOver = false;
    const goOn = async (caller: number): Promise<void> => {
      while (!isOver) await ask(addressOf(apiUrl ?? '', dayFor(days, random)), caller, told);
    };
    let going: Promise<unknown> = Promise.resolve();
    const measured = await readThrough(patient, apiUrl ?? '', async () => {
      going = Promise.all(callers(stormOf).map(goOn));
      await standStill(patient, 'postgres');
      // They do not stop at once because it is back.
      const before = told.get(200) ?? 0;
      await secondsUntil('The crowd', async () => (told.get(200) ?? 0) > before + stormOf).finally(() => {
        isOver = true;
      });
    });
    await going;
    const lost = told.get(0) ?? 0;
    const refused = told.get(503) ?? 0;
    return {
      ...measured,
      evidence: `${refused} times told to wait, ${told.get(200) ?? 0} times answered; ${measured.evidence}`,
      failures: [
        ...measured.failures,
        ...(lost > 0 ? [`${lost} callers of the storm had no answer`] : []),
        ...(refused === 0 ? ['nobody was refused, so there was no storm'] : []),
      ],
    };
  },
};

const dayFor = (days: readonly string[], random: () => number): string =>
  days[Math.floor(random() * days.length)] ?? '';

export const crowdDrills: readonly RecoveryDrill[] = [herd, storm];
