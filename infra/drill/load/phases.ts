import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LoadResult, startLoad } from '../../e2e/load.ts';
import { type Attack, attack } from './generator.ts';
import { slopePerHour, type Vitals } from './vitals.ts';

/** What is attacked, and how it is looked at. */
export interface Target {
  url: string;
  paths: readonly string[];
  vitals(): Promise<Vitals>;
  /** Length of one step. */
  stepSeconds: number;
}

/** What a phase of load showed; failures are what must not be. */
export interface Phase {
  name: string;
  evidence: string;
  failures: string[];
}

/** From here on answers are late. */
const lateMs = 250;
/** The generator itself has its limit, which is not the server's. */
const mostRate = 64_000;
const firstRate = 500;

const isKept = ({ asked, answered, p99, failed, broken, turnedAway }: Attack): boolean =>
  answered >= 0.9 * asked && p99 <= lateMs && failed + broken + turnedAway === 0;

const faults = ({ asked, failed, broken }: Attack): string[] => [
  ...(failed > 0 ? [`${failed} errors of the server at ${asked} requests a second`] : []),
  ...(broken > 0 ? [`${broken} requests without an answer at ${asked} a second`] : []),
];

const told = ({ answered, p50, p99 }: Attack): string =>
  `${Math.round(answered)} answers a second, p50 ${p50} ms, p99 ${p99} ms`;

/** A little load, which nothing may go wrong under. */
export async function smoke({ url, paths, stepSeconds }: Target): Promise<Phase> {
  const seen = await attack(url, paths, 20, stepSeconds);
  const turnedAway = seen.turnedAway > 0 ? [`${seen.turnedAway} callers were turned away`] : [];
  return { name: 'smoke', evidence: told(seen), failures: [...faults(seen), ...turnedAway] };
}

/** Doubles the rate until answers are late, and says what gave first. */
export async function knee(target: Target): Promise<Phase & { rate: number }> {
  let good: Attack | null = null;
  for (let rate = firstRate; rate <= mostRate; rate *= 2) {
    const seen = await attack(target.url, target.paths, rate, target.stepSeconds);
    if (isKept(seen)) {
      good = seen;
      continue;
    }
    const reason = whatGave(seen, await target.vitals());
    const kept = good ? told(good) : 'not even the first step';
    const evidence = `keeps up with ${good?.asked ?? 0} a second (${kept}), bends at ${rate} (${told(seen)}): ${reason}`;
    return { name: 'knee', rate: good?.asked ?? firstRate, evidence, failures: faults(seen) };
  }
  const evidence = `keeps up with ${mostRate} a second, as many as are sent from here`;
  return { name: 'knee', rate: mostRate, evidence, failures: [] };
}

/** What is short first, as far as the API itself can tell. */
export function whatGave({ turnedAway }: Attack, { loopLag, waitingForPool }: Vitals): string {
  if (waitingForPool > 0) return `${waitingForPool} requests wait for PostgreSQL`;
  if (turnedAway > 0) return `${turnedAway} callers are turned away, as meant`;
  if (loopLag > 0.05) return `the event loop is late by ${Math.round(loopLag * 1000)} ms: the processor`;
  return 'answers wait their turn: the processor, which the generator shares';
}

/** Ten times as many callers at once, for a moment; afterwards all is as before. */
export async function spike(target: Target, rate: number): Promise<Phase> {
  const usual = Math.max(20, Math.round(rate / 4));
  const during = await attack(target.url, target.paths, 10 * usual, target.stepSeconds);
  const after = await attack(target.url, target.paths, usual, target.stepSeconds);
  return {
    name: 'spike',
    evidence: `${10 * usual} a second: ${told(during)}, ${during.turnedAway} turned away; then ${told(after)}`,
    failures: [
      ...faults(during),
      ...(isKept(after) ? [] : [`afterwards it was not as before: ${told(after)}`]),
    ],
  };
}

const slowCallers = 200;

/** Callers that begin a request and never end it; the others must not notice. */
export async function slowClients(target: Target): Promise<Phase> {
  const { hostname, port } = new URL(target.url);
  const sockets = Array.from({ length: slowCallers }, () => {
    const socket: Socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    socket.write('GET /api/v1/zones HTTP/1.1\r\nhost: x\r\nx-slow: ');
    return socket;
  });
  const drip = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('x');
  }, 500);
  try {
    const seen = await attack(target.url, target.paths, 100, target.stepSeconds);
    return {
      name: 'slow-clients',
      evidence: `beside ${slowCallers} callers that never end their request: ${told(seen)}`,
      failures: isKept(seen) ? [] : [`others were held up: ${told(seen)}`, ...faults(seen)],
    };
  } finally {
    clearInterval(drip);
    for (const socket of sockets) socket.destroy();
  }
}

/** What is deployed anew under load: the address of the web app, and what takes its time to replace each process of the API behind it. */
export interface Deployment {
  url: string;
  deploy(): Promise<void>;
}

const callers = 10;

/** A new release while households use the app: nobody may notice. */
export async function duringDeploy({ url, deploy }: Deployment): Promise<Phase> {
  // The generator of the other phases connects again when a connection ends, and does not tell.
  const loads = Array.from({ length: callers }, () => startLoad(url, { pauseMs: 50 }));
  const startedMs = Date.now();
  let results: LoadResult[] = [];
  try {
    await deploy();
  } finally {
    results = await Promise.all(loads.map((load) => load.stop()));
  }
  const failed = results.flatMap((result) => result.failed);
  const requests = results.reduce((sum, result) => sum + result.requests, 0);
  const seconds = Math.round((Date.now() - startedMs) / 1000);
  return {
    name: 'deploy',
    evidence: `${requests} requests in ${seconds} s through the web app while each process of the API is replaced, ${failed.length} failed`,
    failures: failed.length > 0 ? [`${failed.length} requests failed, the first ${failed[0]}`] : [],
  };
}

const mostFilesAnHour = 60;
const mostHeapMbAnHour = 60;
/** A slope over less says more of the last collection than of a leak. */
const leastSoakSeconds = 300;

/** Half of what it can take, for long: what grows, leaks. */
export async function soak(target: Target, rate: number, seconds: number): Promise<Phase> {
  const samples: { at: number; vitals: Vitals }[] = [];
  const startedMs = Date.now();
  let isOver = false;
  const sampling = (async () => {
    for (; !isOver; await sleep(1_000))
      samples.push({ at: (Date.now() - startedMs) / 1000, vitals: await target.vitals() });
  })();
  const seen = await attack(target.url, target.paths, Math.max(20, Math.round(rate / 2)), seconds);
  isOver = true;
  await sampling;
  const times = samples.map(({ at }) => at);
  const growth = (of: (vitals: Vitals) => number): number =>
    slopePerHour(
      times,
      samples.map(({ vitals }) => of(vitals)),
    );
  const [files, heap] = [growth(({ openFiles }) => openFiles), growth(({ heapMb }) => heapMb)];
  const last = samples.at(-1)?.vitals;
  const leaks =
    seconds < leastSoakSeconds
      ? []
      : [
          ...(files > mostFilesAnHour ? [`open files grow by ${Math.round(files)} an hour`] : []),
          ...(heap > mostHeapMbAnHour ? [`the heap grows by ${Math.round(heap)} MB an hour`] : []),
        ];
  return {
    name: 'soak',
    evidence: `${seconds} s: ${told(seen)}; ${Math.round(last?.residentMb ?? 0)} MB, ${last?.openFiles ?? 0} files, growing by ${Math.round(heap)} MB of heap and ${Math.round(files)} files an hour`,
    failures: [...faults(seen), ...leaks],
  };
}
