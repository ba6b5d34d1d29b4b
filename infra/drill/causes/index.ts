import { apiCauses } from './api.ts';
import type { Cause } from './cause.ts';
import { costCauses } from './cost.ts';
import { dataCauses } from './data.ts';
import { hostCauses } from './host.ts';
import { postgresCauses } from './postgres.ts';
import { redisCauses } from './redis.ts';
import { watcherCauses } from './watchers.ts';

/** Causes that are started together; the next round begins when all alerts of this one are resolved. */
export interface Round {
  /** How many times faster time passes in the rules: no drill waits for half a day. */
  speed: number;
  causes: readonly Cause[];
  /** Whether the next round begins at once, since this one takes minutes and disturbs none. */
  alongside?: true;
}

const usual = 60;
/** For those that look back for a day, which two runs of a pipeline must fit in. */
const faster = 900;
/** For alerts that take half a day or longer. */
const fastest = 3_600;

const one = (cause: Cause, speed = usual): Round => ({ speed, causes: [cause] });

/** Every cause, in rounds of those that leave each other in peace. */
export const rounds: readonly Round[] = [
  {
    speed: usual,
    causes: [
      dataCauses.feedsAway,
      dataCauses.jobsOld,
      dataCauses.drillsFail,
      postgresCauses.manyConnections,
      postgresCauses.deadlocks,
      redisCauses.tooSmall,
      redisCauses.nothingFound,
    ],
  },
  { speed: usual, causes: [dataCauses.pricesJump, redisCauses.cannotSave, postgresCauses.collectorRefused] },
  one(postgresCauses.lockedOut),
  { ...one(postgresCauses.forgottenTransaction), alongside: true },
  one(apiCauses.certificateEndsSoon),
  one(apiCauses.certificateEnds),
  one(apiCauses.tableLocked),
  one(apiCauses.stutters),
  one(apiCauses.hangs),
  one(apiCauses.keepsEnding),
  one(redisCauses.refusesEverybody),
  one(hostCauses.busy),
  ...Object.values(watcherCauses).map((cause) => one(cause)),
  one(dataCauses.jobFails, faster),
  one(costCauses.near, fastest),
  { ...one(dataCauses.noJobEver, fastest), alongside: true },
  one(costCauses.over, fastest),
  one(costCauses.jumps, fastest),
];

/** Alerts that no drill causes, with the reason. */
export const notCaused: Readonly<Record<string, string>> = {
  ApiMemoryHigh: 'half a gigabyte within the process; the end-to-end tests of Docker have the kernel end it',
  DeadMansSwitch: 'it fires always: the drill sees its calls come, and stop with Alertmanager',
  DiskAlmostFull: 'the disk of this machine would be full',
  DiskFillsWithinADay: 'the disk of this machine would be full',
  HostMemoryLow: 'the kernel would end processes of this machine',
  NodeCollectorFailing: 'a mount of this machine would have to hang',
  PrometheusStorageFailing: 'it takes two hours and a damaged disk',
};
